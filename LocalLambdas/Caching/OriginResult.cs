using LocalLambdas.Messages;

namespace LocalLambdas.Caching;

/// <param name="Response">For the one who made the call.</param>
/// <param name="Entry">What was stored of it.</param>
/// <param name="Confirmed">The service sent no answer of its own, but confirmed the stored one.</param>
internal readonly record struct OriginResult(LambdaResponse Response, CacheEntry? Entry, StoreDecision Decision, bool Confirmed);
