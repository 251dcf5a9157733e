namespace LocalLambdas.Caching;

/// <param name="Bytes">Bodies, header fields and keys; estimated.</param>
/// <param name="Misses">Requests that could have been answered from the cache, and were not.</param>
internal readonly record struct CacheStatistics(int Entries, long Bytes, long Hits, long Misses, long Evictions);
