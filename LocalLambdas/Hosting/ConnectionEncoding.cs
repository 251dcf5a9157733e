using System.Text;

namespace LocalLambdas.Hosting;

/// <summary>
/// Keeps the headers that <c>Connection</c> names. Kestrel puts "close", "keep-alive" or "Upgrade" in the place of all values of that header
/// when it finds just one of them among the values (HttpHeaders.ParseConnection), and then nobody knows any more what must not be forwarded
/// (RFC 9110, 7.6.1). So whoever names a header is taken to say "close" and "keep-alive" as well: of these two the first counts.
/// </summary>
internal sealed unsafe class ConnectionEncoding : Encoding
{
    private const string Both = ", close, keep-alive";

    private static readonly string[] Options = ["close", "keep-alive", "Upgrade"];

    public static ConnectionEncoding Instance { get; } = new();

    public override int GetCharCount(byte[] bytes, int index, int count) => TextOf(bytes.AsSpan(index, count)).Length;

    public override int GetCharCount(byte* bytes, int count) => TextOf(new(bytes, count)).Length;

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex) =>
        CopyTo(TextOf(bytes.AsSpan(byteIndex, byteCount)), chars.AsSpan(charIndex));

    public override int GetChars(byte* bytes, int byteCount, char* chars, int charCount) => CopyTo(TextOf(new(bytes, byteCount)), new(chars, charCount));

    public override int GetMaxCharCount(int byteCount) => HeaderEncoding.Instance.GetMaxCharCount(byteCount) + Both.Length;

    public override int GetByteCount(char[] chars, int index, int count) => HeaderEncoding.Instance.GetByteCount(chars, index, count);

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) =>
        HeaderEncoding.Instance.GetBytes(chars, charIndex, charCount, bytes, byteIndex);

    public override int GetMaxByteCount(int charCount) => HeaderEncoding.Instance.GetMaxByteCount(charCount);

    private static string TextOf(ReadOnlySpan<byte> bytes)
    {
        var text = HeaderEncoding.Instance.GetString(bytes);
        return NamesHeader(text) ? text + Both : text;
    }

    private static bool NamesHeader(ReadOnlySpan<char> text)
    {
        foreach (var range in text.Split(','))
        {
            if (text[range].Trim() is { IsEmpty: false } option && !IsOption(option)) return true;
        }

        return false;
    }

    private static bool IsOption(ReadOnlySpan<char> text)
    {
        foreach (var option in Options)
        {
            if (text.Equals(option, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }

    private static int CopyTo(string text, Span<char> chars)
    {
        text.CopyTo(chars);
        return text.Length;
    }
}
