namespace LocalLambdas.Caching;

internal sealed class CacheKeyComparer : IEqualityComparer<CacheKey>, IAlternateEqualityComparer<CacheKeyText, CacheKey>
{
    public static CacheKeyComparer Instance { get; } = new();

    public bool Equals(CacheKey x, CacheKey y) => x.Equals(y);

    public int GetHashCode(CacheKey obj) => obj.GetHashCode();

    public bool Equals(CacheKeyText alternate, CacheKey other) => other.Equals(alternate.Authority, alternate.Path, alternate.Query);

    public int GetHashCode(CacheKeyText alternate) => CacheKey.HashOf(alternate.Authority, alternate.Path, alternate.Query);

    public CacheKey Create(CacheKeyText alternate) => new(alternate.Authority.ToString(), alternate.Path.ToString(), alternate.Query.ToString());
}
