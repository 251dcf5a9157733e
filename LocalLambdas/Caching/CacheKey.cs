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
        _hash = HashCode.Combine(
            authority.GetHashCode(StringComparison.OrdinalIgnoreCase), path.GetHashCode(StringComparison.Ordinal), query.GetHashCode(StringComparison.Ordinal));
    }

    public string Authority { get; }

    public string Path { get; }

    public string Query { get; }

    public static CacheKey Of(in CacheRequest request) => new(request.Authority, request.Path, request.Query);

    // The host is case-insensitive, path and query are not (RFC 9110, 4.2.3)
    public bool Equals(CacheKey other) =>
        string.Equals(Path, other.Path, StringComparison.Ordinal)
        && string.Equals(Query, other.Query, StringComparison.Ordinal)
        && string.Equals(Authority, other.Authority, StringComparison.OrdinalIgnoreCase);

    public override bool Equals(object? obj) => obj is CacheKey other && Equals(other);

    public override int GetHashCode() => _hash;
}
