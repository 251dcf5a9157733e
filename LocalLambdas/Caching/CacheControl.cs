namespace LocalLambdas.Caching;

/// <summary>
/// The directives of a message's <c>Cache-Control</c> (RFC 9111, 5.2), over all its lines. Filled without allocation: it is read on every hit.
/// </summary>
internal struct CacheControl
{
    public bool NoStore { get; private set; }

    public bool NoCache { get; private set; }

    public bool Private { get; private set; }

    public bool Public { get; private set; }

    public bool MustRevalidate { get; private set; }

    public bool OnlyIfCached { get; private set; }

    public long? MaxAge { get; private set; }

    public long? SharedMaxAge { get; private set; }

    public long? MinFresh { get; private set; }

    /// <summary>A number of seconds stands twice or is none: such a message is best taken as stale (RFC 9111, 4.2.1).</summary>
    public bool HasInvalidSeconds { get; private set; }

    /// <summary>A quoted string does not end: which directives were meant is unknown.</summary>
    public bool IsMalformed { get; private set; }

    public void Add(ReadOnlySpan<char> line)
    {
        while (!line.IsEmpty)
        {
            var length = DirectiveLength(line);
            AddDirective(line[..length].Trim(" \t"));
            line = length < line.Length ? line[(length + 1)..] : [];
        }
    }

    private int DirectiveLength(ReadOnlySpan<char> line)
    {
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"')
                quoted = !quoted;
            else if (quoted && line[i] == '\\')
                i++;
            else if (!quoted && line[i] == ',')
                return i;
        }

        IsMalformed |= quoted;
        return line.Length;
    }

    private void AddDirective(ReadOnlySpan<char> directive)
    {
        var equals = directive.IndexOf('=');
        var name = equals < 0 ? directive : directive[..equals];
        var argument = equals < 0 ? [] : directive[(equals + 1)..];
        switch (name.TrimEnd(" \t"))
        {
            // A qualified no-cache or private is taken for the unqualified one, as allowed (RFC 9111, 5.2.2.4 and 5.2.2.7)
            case var n when Is(n, "no-store"): NoStore = true; break;
            case var n when Is(n, "no-cache"): NoCache = true; break;
            case var n when Is(n, "private"): Private = true; break;
            case var n when Is(n, "public"): Public = true; break;
            case var n when Is(n, "must-revalidate"): MustRevalidate = true; break;
            case var n when Is(n, "only-if-cached"): OnlyIfCached = true; break;
            case var n when Is(n, "max-age"): MaxAge = Seconds(MaxAge, name, argument); break;
            case var n when Is(n, "s-maxage"): SharedMaxAge = Seconds(SharedMaxAge, name, argument); break;
            case var n when Is(n, "min-fresh"): MinFresh = Seconds(MinFresh, name, argument); break;
        }
    }

    private long? Seconds(long? already, ReadOnlySpan<char> name, ReadOnlySpan<char> argument)
    {
        // Both the token and the quoted form are to be understood (RFC 9111, 5.2)
        if (argument is ['"', .. var inner, '"'])
            argument = inner;
        if (already is null && !name.EndsWith([' ']) && !name.EndsWith(['\t']) && DeltaSeconds.TryParse(argument, out var seconds))
            return seconds;
        HasInvalidSeconds = true;
        return already ?? 0;
    }

    private static bool Is(ReadOnlySpan<char> name, string directive) => name.Equals(directive, StringComparison.OrdinalIgnoreCase);
}
