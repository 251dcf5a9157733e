namespace LocalLambdas.Caching;

/// <summary>Entity tags (RFC 9110, 8.8.3).</summary>
internal static class EntityTag
{
    public static bool IsValid(ReadOnlySpan<char> tag) => Length(tag) is var length && length > 0 && length == tag.Length;

    /// <summary>The weak comparison, which is the one for <c>If-None-Match</c> (RFC 9110, 13.1.2).</summary>
    public static bool WeaklyEqual(ReadOnlySpan<char> one, ReadOnlySpan<char> other) => Opaque(one).SequenceEqual(Opaque(other));

    /// <summary>Whether an <c>If-None-Match</c> line names the tag. Commas may stand within a tag, hence no split.</summary>
    public static bool Names(ReadOnlySpan<char> line, ReadOnlySpan<char> tag)
    {
        while (true)
        {
            line = line.TrimStart(" \t,");
            var length = Length(line);
            if (length == 0)
                return false;
            if (WeaklyEqual(line[..length], tag))
                return true;
            line = line[length..];
        }
    }

    private static ReadOnlySpan<char> Opaque(ReadOnlySpan<char> tag) => tag.StartsWith("W/") ? tag[2..] : tag;

    /// <summary>The length of the tag at the begin of the text; zero when there is none.</summary>
    private static int Length(ReadOnlySpan<char> text)
    {
        var opaque = Opaque(text);
        if (opaque is not ['"', .. var rest])
            return 0;
        var end = rest.IndexOf('"');
        return end < 0 ? 0 : text.Length - opaque.Length + end + 2;
    }
}
