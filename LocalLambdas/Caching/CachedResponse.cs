using LocalLambdas.Messages;

namespace LocalLambdas.Caching;

/// <summary>
/// An answer from the cache. A HEAD request gets the answer of GET: its body is not to be sent, its length is.
/// </summary>
/// <param name="AgeSeconds">The value of the <c>Age</c> header field.</param>
/// <param name="Entry">The stored answer that this one is; null if it is made of one.</param>
internal readonly record struct CachedResponse(LambdaResponse Response, int AgeSeconds, CacheEntry? Entry);
