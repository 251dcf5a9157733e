namespace LocalLambdas.Caching;

/// <summary>A <see cref="CacheKey"/> to look up by, without strings.</summary>
internal readonly ref struct CacheKeyText(ReadOnlySpan<char> authority, ReadOnlySpan<char> path, ReadOnlySpan<char> query)
{
    public ReadOnlySpan<char> Authority { get; } = authority;

    public ReadOnlySpan<char> Path { get; } = path;

    public ReadOnlySpan<char> Query { get; } = query;
}
