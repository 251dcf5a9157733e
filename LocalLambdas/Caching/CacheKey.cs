namespace LocalLambdas.Caching;

/// <summary>
/// The primary cache key (RFC 9111, 2). The method is not part of it: only answers to GET are stored, and HEAD may be answered from them.
/// </summary>
internal readonly struct CacheKey : IEquatable<CacheKey>
{
    private readonly int _hash;

    public CacheKey(string authority, string path, string query)
    {
        Authority = authority;
        Path = path;
        Query = query;
        _hash = HashOf(authority, path, query);
    }

    public string Authority { get; }

    public string Path { get; }

    public string Query { get; }

    public static CacheKey Of(in CacheRequest request) => new(request.Authority, request.Path, request.Query);

    public bool Equals(CacheKey other) => Equals(other.Authority, other.Path, other.Query);

    // The host is case-insensitive, path and query are not (RFC 9110, 4.2.3)
    public bool Equals(ReadOnlySpan<char> authority, ReadOnlySpan<char> path, ReadOnlySpan<char> query) =>
        path.SequenceEqual(Path) && query.SequenceEqual(Query) && authority.Equals(Authority, StringComparison.OrdinalIgnoreCase);

    public override bool Equals(object? obj) => obj is CacheKey other && Equals(other);

    public override int GetHashCode() => _hash;

    public static int HashOf(ReadOnlySpan<char> authority, ReadOnlySpan<char> path, ReadOnlySpan<char> query) =>
        HashCode.Combine(string.GetHashCode(authority, StringComparison.OrdinalIgnoreCase), string.GetHashCode(path), string.GetHashCode(query));
}
