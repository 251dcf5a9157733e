namespace PerfRunner.Load;

/// <summary>What an answer must say about the cache to count as a success.</summary>
internal enum CacheExpectation
{
    /// <summary>Anything: the request that fills the cache.</summary>
    None,
    MustHit,

    /// <summary>Not from the cache, or without a word about it.</summary>
    MustNotHit,
}
