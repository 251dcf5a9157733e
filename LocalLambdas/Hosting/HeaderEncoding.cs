using System.Text;
using System.Text.Unicode;

namespace LocalLambdas.Hosting;

/// <summary>
/// Request headers may have any bytes above 127 (obs-text: RFC 9110, 5.5), of whose meaning nothing is said; an envelope has text. So what
/// is UTF-8 is read as UTF-8, and all else as Latin-1, which maps every byte to one character.
/// </summary>
internal sealed unsafe class HeaderEncoding : Encoding
{
    private const char NoDigit = 'x';

    private static readonly HeaderEncoding OfLength = new(digitsOnly: true);

    private readonly bool _digitsOnly;

    private HeaderEncoding(bool digitsOnly) => _digitsOnly = digitsOnly;

    public static HeaderEncoding Instance { get; } = new(digitsOnly: false);

    /// <summary>
    /// Kestrel takes "+5" for a length, where another server in the way may see none: two readings of where a request ends. So what is not
    /// 1*DIGIT (RFC 9110, 8.6) is made illegal here.
    /// </summary>
    public static Encoding For(string header) => header switch
    {
        "Content-Length" => OfLength,
        "Connection" => ConnectionEncoding.Instance,
        _ => Instance,
    };

    public override int GetCharCount(byte[] bytes, int index, int count) => Of(bytes.AsSpan(index, count)).GetCharCount(bytes, index, count);

    public override int GetCharCount(byte* bytes, int count) => Of(new(bytes, count)).GetCharCount(bytes, count);

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex) =>
        Of(bytes.AsSpan(byteIndex, byteCount)).GetChars(bytes, byteIndex, byteCount, chars, charIndex);

    public override int GetChars(byte* bytes, int byteCount, char* chars, int charCount) =>
        Of(new(bytes, byteCount)).GetChars(bytes, byteCount, chars, charCount);

    // Of a length Kestrel catches no exception, neither of ours nor for lack of room: it would only drop the connection.
    public override int GetChars(ReadOnlySpan<byte> bytes, Span<char> chars)
    {
        if (!_digitsOnly || (bytes.Length <= chars.Length && !bytes.ContainsAnyExceptInRange((byte)'0', (byte)'9'))) return base.GetChars(bytes, chars);
        chars[0] = NoDigit;
        return 1;
    }

    public override int GetMaxCharCount(int byteCount) => UTF8.GetMaxCharCount(byteCount);

    // All text reads as itself again when it is written as UTF-8.
    public override int GetByteCount(char[] chars, int index, int count) => UTF8.GetByteCount(chars, index, count);

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) =>
        UTF8.GetBytes(chars, charIndex, charCount, bytes, byteIndex);

    public override int GetMaxByteCount(int charCount) => UTF8.GetMaxByteCount(charCount);

    // Kestrel leaves it to the encoding to refuse NUL (RFC 9110, 5.5: invalid and dangerous), and makes a 400 of the exception.
    private static Encoding Of(ReadOnlySpan<byte> bytes) =>
        bytes.Contains((byte)0) ? throw new DecoderFallbackException("A header has a NUL.") :
        Utf8.IsValid(bytes) ? UTF8 :
        Latin1;
}
