using System.Buffers;
using System.Text;

namespace LocalLambdas.Transports.Http;

/// <summary>Bytes on their way to a service. It stays with its connection, and what it has grown beyond the usual it gives back.</summary>
internal sealed class RequestBuffer : IDisposable
{
    private const int UsualBytes = 4096;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(UsualBytes);
    private int _length;

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _length);

    public void Clear()
    {
        _length = 0;
        if (_bytes.Length <= UsualBytes * 4) return;
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = ArrayPool<byte>.Shared.Rent(UsualBytes);
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Free(bytes.Length));
        _length += bytes.Length;
    }

    public void Append(ReadOnlySequence<byte> bytes)
    {
        foreach (var piece in bytes) Append(piece.Span);
    }

    public void Append(long number, string? format = null)
    {
        number.TryFormat(Free(20), out var written, format, null);
        _length += written;
    }

    /// <returns>What was written.</returns>
    public ReadOnlySpan<byte> Append(string text, Encoding encoding)
    {
        var begin = _length;
        var free = Free(text.Length);
        if (Ascii.FromUtf16(text, free, out var written) is OperationStatus.Done) _length += written;
        else _length += encoding.GetBytes(text, Free(encoding.GetMaxByteCount(text.Length)));
        return _bytes.AsSpan(begin, _length - begin);
    }

    public void Dispose()
    {
        var bytes = Interlocked.Exchange(ref _bytes, []);
        if (bytes.Length > 0) ArrayPool<byte>.Shared.Return(bytes);
    }

    private Span<byte> Free(int least)
    {
        if (_bytes.Length - _length < least) Grow(least);
        return _bytes.AsSpan(_length);
    }

    private void Grow(int least)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, _length + least));
        _bytes.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
