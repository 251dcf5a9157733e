using System.Text;
using System.Text.Unicode;
using LocalLambdas.Messages;

namespace LocalLambdas.Hosting;

/// <summary>
/// Headers may have any bytes above 127 (obs-text: RFC 9110, 5.5), of whose meaning nothing is said. So what is UTF-8 is read as UTF-8, and
/// all else in such a way that the same bytes come of it again: <see cref="ObsText"/>.
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

    public override int GetCharCount(byte[] bytes, int index, int count) => CountChars(bytes.AsSpan(index, count));

    public override int GetCharCount(byte* bytes, int count) => CountChars(new(bytes, count));

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex) =>
        Decode(bytes.AsSpan(byteIndex, byteCount), chars.AsSpan(charIndex));

    public override int GetChars(byte* bytes, int byteCount, char* chars, int charCount) => Decode(new(bytes, byteCount), new(chars, charCount));

    // Of a length Kestrel catches no exception, neither of ours nor for lack of room: it would only drop the connection.
    public override int GetChars(ReadOnlySpan<byte> bytes, Span<char> chars)
    {
        if (!_digitsOnly || (bytes.Length <= chars.Length && !bytes.ContainsAnyExceptInRange((byte)'0', (byte)'9'))) return base.GetChars(bytes, chars);
        chars[0] = NoDigit;
        return 1;
    }

    public override int GetMaxCharCount(int byteCount) => UTF8.GetMaxCharCount(byteCount);

    public override int GetByteCount(string s) => ObsText.CountBytes(s);

    public override int GetByteCount(char[] chars, int index, int count) => ObsText.CountBytes(chars.AsSpan(index, count));

    public override int GetByteCount(char* chars, int count) => ObsText.CountBytes(new(chars, count));

    public override int GetBytes(ReadOnlySpan<char> chars, Span<byte> bytes) => ObsText.Encode(chars, bytes);

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) =>
        ObsText.Encode(chars.AsSpan(charIndex, charCount), bytes.AsSpan(byteIndex));

    public override int GetBytes(char* chars, int charCount, byte* bytes, int byteCount) => ObsText.Encode(new(chars, charCount), new(bytes, byteCount));

    public override int GetMaxByteCount(int charCount) => UTF8.GetMaxByteCount(charCount);

    public override Encoder GetEncoder() => new HeaderEncoder();

    private static int CountChars(ReadOnlySpan<byte> bytes) => IsText(bytes) ? UTF8.GetCharCount(bytes) : bytes.Length;

    private static int Decode(ReadOnlySpan<byte> bytes, Span<char> chars)
    {
        if (IsText(bytes)) return UTF8.GetChars(bytes, chars);
        ObsText.Decode(bytes, chars);
        return bytes.Length;
    }

    // Kestrel leaves it to the encoding to refuse NUL (RFC 9110, 5.5: invalid and dangerous), and makes a 400 of the exception.
    private static bool IsText(ReadOnlySpan<byte> bytes) =>
        bytes.Contains((byte)0) ? throw new DecoderFallbackException("A header has a NUL.") : Utf8.IsValid(bytes);
}
