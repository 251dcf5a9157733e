namespace DemoService;

/// <summary>Makes a JSON object longer without changing what it says.</summary>
internal static class Padding
{
    private const int WrittenAtOnce = 64 * 1024;

    private static readonly Lazy<byte[]> Piece = new(() =>
    {
        var piece = GC.AllocateUninitializedArray<byte>(WrittenAtOnce);
        piece.AsSpan().Fill((byte)'x');
        return piece;
    });

    private static ReadOnlySpan<byte> Start => ",\"padding\":\""u8;

    private static ReadOnlySpan<byte> End => "\"}"u8;

    /// <summary>The object with exactly so many bytes, by one more member; as it is when it has as many or more.</summary>
    public static ReadOnlyMemory<byte> Apply(ReadOnlyMemory<byte> json, int bytes)
    {
        if (bytes <= json.Length)
            return json;
        var padded = GC.AllocateUninitializedArray<byte>(bytes);
        var members = json.Span[..^1];
        members.CopyTo(padded);
        var rest = padded.AsSpan(members.Length);
        if (!HasRoom(json, bytes))
        {
            // Too little for a member: white space before the closing brace
            rest[..^1].Fill((byte)' ');
            rest[^1] = (byte)'}';
            return padded;
        }

        Start.CopyTo(rest);
        rest[Start.Length..^End.Length].Fill((byte)'x');
        End.CopyTo(rest[^End.Length..]);
        return padded;
    }

    /// <summary>Whether the object with the member has no more bytes.</summary>
    public static bool HasRoom(ReadOnlyMemory<byte> json, int bytes) => json.Length - 1 + Start.Length + End.Length <= bytes;

    /// <summary>The same, written piece by piece.</summary>
    /// <param name="bytes">There is room for the member.</param>
    public static async Task WriteAsync(ReadOnlyMemory<byte> json, int bytes, Stream body, CancellationToken cancellationToken)
    {
        await body.WriteAsync(Beginning(json), cancellationToken).ConfigureAwait(false);
        var left = bytes - (json.Length - 1) - Start.Length - End.Length;
        while (left > 0)
        {
            var next = Math.Min(left, WrittenAtOnce);
            await body.WriteAsync(Piece.Value.AsMemory(0, next), cancellationToken).ConfigureAwait(false);
            left -= next;
        }

        await body.WriteAsync(End.ToArray(), cancellationToken).ConfigureAwait(false);
    }

    private static byte[] Beginning(ReadOnlyMemory<byte> json) => [.. json.Span[..^1], .. Start];
}
