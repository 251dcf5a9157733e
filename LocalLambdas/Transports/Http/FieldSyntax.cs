using System.Buffers;

namespace LocalLambdas.Transports.Http;

/// <summary>Which bytes a field may have (RFC 9110, 5.5 and 5.6.2).</summary>
internal static class FieldSyntax
{
    private static readonly SearchValues<byte> Token =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    // CR, LF and NUL end or split a field; the other control characters are invalid too, except the tab.
    private static readonly SearchValues<byte> Control =
        SearchValues.Create([.. Enumerable.Range(0, 32).Where(c => c is not '\t').Append(127).Select(c => (byte)c)]);

    public static bool IsName(ReadOnlySpan<byte> name) => !name.IsEmpty && !name.ContainsAnyExcept(Token);

    public static bool IsValue(ReadOnlySpan<byte> value) => !value.ContainsAny(Control);

    /// <summary>False if the bytes could begin another line.</summary>
    public static bool IsOneLine(ReadOnlySpan<byte> bytes) => !bytes.ContainsAny((byte)'\r', (byte)'\n', (byte)0);

    /// <summary>ASCII letters alone: a name is a token.</summary>
    public static bool IsSameName(ReadOnlySpan<byte> name, ReadOnlySpan<byte> lowerCase)
    {
        if (name.Length != lowerCase.Length) return false;
        for (var i = 0; i < name.Length; i++)
        {
            var letter = name[i];
            if (letter is >= (byte)'A' and <= (byte)'Z') letter |= 0x20;
            if (letter != lowerCase[i]) return false;
        }

        return true;
    }
}
