namespace LocalLambdas.Transports.Http;

/// <summary>
/// Reads the head of a response, and takes nothing that could be read in two ways (RFC 9112): whoever passes an answer on must be sure where
/// it ends.
/// </summary>
internal static class ResponseHeadParser
{
    /// <summary>What servers and clients take by default is mostly less: nginx 4 or 8 KiB, Kestrel 32 KiB, .NET's client 64 KiB.</summary>
    public const int MaximumBytes = 64 * 1024;

    private const int StatusLineBytes = 12;

    private static ReadOnlySpan<byte> LineEnd => "\r\n"u8;

    private static ReadOnlySpan<byte> HeadEnd => "\r\n\r\n"u8;

    private static ReadOnlySpan<byte> Version => "HTTP/1."u8;

    /// <param name="input">What has come until now.</param>
    /// <param name="length">How much of it is the head.</param>
    /// <param name="head">Null if it is not complete.</param>
    public static BadResponse Parse(ReadOnlySpan<byte> input, out int length, out ResponseHead? head)
    {
        head = null;
        length = 0;
        var end = input.IndexOf(HeadEnd);
        if (end < 0) return Incomplete(input);
        length = end + HeadEnd.Length;
        if (length > MaximumBytes) return BadResponse.HeadTooLarge;

        var lines = input[..(end + LineEnd.Length)];
        var statusEnd = lines.IndexOf(LineEnd);
        var error = ReadStatus(lines[..statusEnd], out var status, out var isVersion10);
        if (error is not BadResponse.None) return error;

        var fields = new ResponseFields();
        error = ReadFields(lines[(statusEnd + LineEnd.Length)..], fields);
        if (error is BadResponse.None) error = status switch
        {
            101 => BadResponse.ProtocolSwitched,
            < 100 or > 599 => BadResponse.StatusOutOfRange,
            _ => fields.Complete(status, isVersion10, out head),
        };
        return error;
    }

    // What can no longer become a head is not waited for: whoever sends it may never send more.
    private static BadResponse Incomplete(ReadOnlySpan<byte> input)
    {
        var begin = input[..Math.Min(input.Length, Version.Length)];
        if (!Version.StartsWith(begin)) return BadResponse.NotHttp;
        if (input.Length >= MaximumBytes) return BadResponse.HeadTooLarge;
        for (var rest = input; rest.IndexOf((byte)'\n') is var at and >= 0; rest = rest[(at + 1)..])
        {
            if (at is 0 || rest[at - 1] is not (byte)'\r') return BadResponse.HeaderIllegal;
        }

        return BadResponse.None;
    }

    // HTTP/1.1 200 and, after another space, a reason that nobody reads (RFC 9112, 4); some leave out that space.
    private static BadResponse ReadStatus(ReadOnlySpan<byte> line, out int status, out bool isVersion10)
    {
        status = 0;
        isVersion10 = false;
        if (!line.StartsWith(Version) || line.Length < StatusLineBytes) return BadResponse.NotHttp;
        if (line[7] is not ((byte)'0' or (byte)'1') || line[8] is not (byte)' ') return BadResponse.NotHttp;
        if (line.Length > StatusLineBytes && line[StatusLineBytes] is not (byte)' ') return BadResponse.NotHttp;
        if (!FieldSyntax.IsValue(line)) return BadResponse.NotHttp;
        isVersion10 = line[7] is (byte)'0';
        foreach (var digit in line[9..StatusLineBytes])
        {
            if (!char.IsAsciiDigit((char)digit)) return BadResponse.NotHttp;
            status = (status * 10) + digit - '0';
        }

        return BadResponse.None;
    }

    private static BadResponse ReadFields(ReadOnlySpan<byte> lines, ResponseFields fields)
    {
        while (!lines.IsEmpty)
        {
            var end = lines.IndexOf(LineEnd);
            var error = ReadField(lines[..end], fields);
            if (error is not BadResponse.None) return error;
            lines = lines[(end + LineEnd.Length)..];
        }

        return BadResponse.None;
    }

    // No space before the colon and no folded line (RFC 9112, 5.1 and 5.2): neither is a name.
    private static BadResponse ReadField(ReadOnlySpan<byte> line, ResponseFields fields)
    {
        var colon = line.IndexOf((byte)':');
        if (colon < 0 || !FieldSyntax.IsName(line[..colon])) return BadResponse.HeaderIllegal;
        var value = line[(colon + 1)..].Trim(" \t"u8);
        return FieldSyntax.IsValue(value) ? fields.Add(line[..colon], value) : BadResponse.HeaderIllegal;
    }
}
