using LocalLambdas.Messages;

namespace LocalLambdas.Caching;

/// <param name="AgeSeconds">The value of the <c>Age</c> header field; null when the answer does not come from the cache.</param>
internal readonly record struct CacheOutcome(LambdaResponse Response, CacheStatus Status, int? AgeSeconds)
{
    /// <summary>The stored answer that this one is; null if it is none, or made of one.</summary>
    public CacheEntry? Entry { get; init; }

    public bool Stored { get; init; }

    /// <summary>Answered by a call that another request had made.</summary>
    public bool Collapsed { get; init; }

    /// <summary>How much longer the stored answer is fresh.</summary>
    public int? TtlSeconds { get; init; }
}
