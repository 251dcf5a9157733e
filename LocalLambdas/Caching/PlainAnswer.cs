using System.Buffers;
using System.Buffers.Text;

namespace LocalLambdas.Caching;

/// <summary>A stored answer as it stands on the wire, but for its age.</summary>
/// <param name="beforeAge">Status line and header fields, up to the value of <c>Age</c>.</param>
/// <param name="afterAge">What follows it, the empty line included.</param>
internal sealed class PlainAnswer(byte[] beforeAge, byte[] afterAge, ReadOnlyMemory<byte> body)
{
    private const int LongestAge = 10;

    public void Write(IBufferWriter<byte> writer, int ageSeconds)
    {
        var head = writer.GetSpan(beforeAge.Length + LongestAge + afterAge.Length);
        beforeAge.CopyTo(head);
        Utf8Formatter.TryFormat(ageSeconds, head[beforeAge.Length..], out var digits);
        afterAge.CopyTo(head[(beforeAge.Length + digits)..]);
        writer.Advance(beforeAge.Length + digits + afterAge.Length);
        writer.Write(body.Span);
    }
}
