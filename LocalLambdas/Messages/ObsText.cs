using System.Text;

namespace LocalLambdas.Messages;

/// <summary>
/// Bytes of a header value that are no UTF-8, in a string: of their meaning nothing is said (RFC 9110, 5.5: obs-text), so they have to come
/// out as they went in. Each byte above 127 is a low surrogate without its high one, which no text has (as in Python's PEP 383).
/// </summary>
internal static class ObsText
{
    private const char Base = '\uDC00';
    private const char First = '\uDC80';
    private const char Last = '\uDCFF';

    public static void Decode(ReadOnlySpan<byte> bytes, Span<char> chars)
    {
        for (var i = 0; i < bytes.Length; i++) chars[i] = bytes[i] < 128 ? (char)bytes[i] : (char)(Base + bytes[i]);
    }

    public static int CountBytes(ReadOnlySpan<char> chars)
    {
        var count = 0;
        for (; IndexIn(chars) is var at and >= 0; chars = chars[(at + 1)..]) count += Encoding.UTF8.GetByteCount(chars[..at]) + 1;
        return count + Encoding.UTF8.GetByteCount(chars);
    }

    /// <summary>Text becomes UTF-8.</summary>
    public static int Encode(ReadOnlySpan<char> chars, Span<byte> bytes)
    {
        var count = 0;
        for (; IndexIn(chars) is var at and >= 0; chars = chars[(at + 1)..])
        {
            count += Encoding.UTF8.GetBytes(chars[..at], bytes[count..]);
            bytes[count++] = (byte)(chars[at] - Base);
        }

        return count + Encoding.UTF8.GetBytes(chars, bytes[count..]);
    }

    /// <summary>For a protocol that has text: such bytes are read as Latin-1, which has a character for each.</summary>
    public static string ToText(string value) => IndexIn(value) < 0
        ? value
        : string.Create(value.Length, value, static (chars, value) =>
        {
            value.CopyTo(chars);
            for (var from = 0; IndexIn(chars[from..]) is var at and >= 0; from += at + 1) chars[from + at] -= Base;
        });

    private static int IndexIn(ReadOnlySpan<char> chars)
    {
        for (var from = 0; chars[from..].IndexOfAnyInRange(First, Last) is var at and >= 0; from += at + 1)
        {
            if (from + at is 0 || !char.IsHighSurrogate(chars[from + at - 1])) return from + at;
        }

        return -1;
    }
}
