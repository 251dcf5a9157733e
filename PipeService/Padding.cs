namespace DemoService;

/// <summary>Makes a JSON object longer without changing what it says.</summary>
internal static class Padding
{
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
        if (rest.Length < Start.Length + End.Length)
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
}
