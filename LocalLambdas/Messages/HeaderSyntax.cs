using System.Buffers;

namespace LocalLambdas.Messages;

/// <summary>What HTTP allows in a header: what a lambda answers is held to it, in whichever protocol.</summary>
internal static class HeaderSyntax
{
    // RFC 9110, 5.6.2: tchar.
    private const string TokenCharacters = "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    // RFC 9110, 5.5: CR, LF and NUL end or split a header; the other control characters are invalid too, except the tab.
    private static readonly byte[] ControlBytes = [.. Enumerable.Range(0, 32).Where(c => c is not '\t').Append(127).Select(c => (byte)c)];

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create(TokenCharacters);
    private static readonly SearchValues<char> NoValueCharacters = SearchValues.Create([.. ControlBytes.Select(c => (char)c)]);
    private static readonly SearchValues<byte> NameBytes = SearchValues.Create([.. TokenCharacters.Select(c => (byte)c)]);
    private static readonly SearchValues<byte> NoValueBytes = SearchValues.Create(ControlBytes);

    public static bool IsName(ReadOnlySpan<char> name) => !name.IsEmpty && !name.ContainsAnyExcept(NameCharacters);

    public static bool IsValue(ReadOnlySpan<char> value) => !value.ContainsAny(NoValueCharacters);

    /// <param name="name">In UTF-8, as the value.</param>
    public static bool IsName(ReadOnlySpan<byte> name) => !name.IsEmpty && !name.ContainsAnyExcept(NameBytes);

    public static bool IsValue(ReadOnlySpan<byte> value) => !value.ContainsAny(NoValueBytes);
}
