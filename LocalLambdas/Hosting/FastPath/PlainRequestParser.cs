using System.Buffers;
using System.Text;
using LocalLambdas.Caching;

namespace LocalLambdas.Hosting.FastPath;

/// <summary>
/// Tells plain requests from all others. Stricter than RFC 9112 and than Kestrel: what is legal but unusual is no less well served by
/// Kestrel, and what two parsers could read in two ways is read by one of them alone.
/// </summary>
internal static class PlainRequestParser
{
    public const int MostFields = 32;

    public const int LongestHead = 4096;

    private static readonly SearchValues<byte> Token =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    private static ReadOnlySpan<byte> Method => "GET "u8;

    private static ReadOnlySpan<byte> Version => " HTTP/1.1"u8;

    /// <param name="bytes">What the client has sent: of a plain request the whole head, and whatever follows it.</param>
    /// <param name="fields">Room for those of the request.</param>
    public static bool TryParse(ReadOnlySpan<byte> bytes, Span<PlainField> fields, out PlainRequest request)
    {
        request = default;
        if (bytes.Length > LongestHead) bytes = bytes[..LongestHead];
        if (!TryParseRequestLine(bytes, out var target, out var position)) return false;
        ReadOnlySpan<byte> host = default;
        for (var count = 0; ; count++)
        {
            var length = LineLength(bytes[position..]);
            if (length < 0) return false;
            if (length == 0)
            {
                request = new(bytes[..(position + 2)], target, host, fields[..count]);
                return !host.IsEmpty;
            }

            if (count == fields.Length || !TryParseField(bytes.Slice(position, length), position, out var field)) return false;
            var value = bytes.Slice(field.ValueStart, field.ValueLength);
            switch (PlainFieldNames.KindOf(bytes.Slice(field.NameStart, field.NameLength)))
            {
                case PlainFieldKind.Refused:
                case PlainFieldKind.Host when !host.IsEmpty:
                case PlainFieldKind.Connection when !Ascii.EqualsIgnoreCase(value, "keep-alive"u8):
                    return false;
                case PlainFieldKind.Host:
                    host = value;
                    break;
            }

            fields[count] = field;
            position += length + 2;
        }
    }

    // Of %00 Kestrel makes a 400, but not where it stands in an absolute-form target, whose answer would be stored under the same key.
    private static bool TryParseRequestLine(ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> target, out int position)
    {
        target = default;
        position = 0;
        if (!bytes.StartsWith("GET /"u8)) return false;
        var length = LineLength(bytes);
        if (length < 0) return false;
        var line = bytes[..length];
        if (!line.EndsWith(Version)) return false;
        target = line[Method.Length..^Version.Length];
        position = length + 2;
        return !target.ContainsAnyExceptInRange((byte)'!', (byte)'~') && target.IndexOf("%00"u8) < 0;
    }

    private static bool TryParseField(ReadOnlySpan<byte> line, int position, out PlainField field)
    {
        field = default;
        var colon = line.IndexOf((byte)':');
        if (colon <= 0 || line.Length < colon + 3 || line[colon + 1] is not (byte)' ') return false;
        var value = line[(colon + 2)..];
        if (value[0] is (byte)' ' || value[^1] is (byte)' ' || value.ContainsAnyExceptInRange((byte)' ', (byte)'~')) return false;
        if (line[..colon].ContainsAnyExcept(Token)) return false;
        field = new((short)position, (short)colon, (short)(position + colon + 2), (short)value.Length);
        return true;
    }

    /// <summary>Of the line without its CRLF; negative if that is missing.</summary>
    private static int LineLength(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)'\r');
        return end + 1 < bytes.Length && bytes[end + 1] is (byte)'\n' ? end : -1;
    }
}
