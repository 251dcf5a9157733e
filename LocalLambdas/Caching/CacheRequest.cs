using Microsoft.AspNetCore.Http;

namespace LocalLambdas.Caching;

/// <param name="Path">As it was routed, dot segments removed.</param>
/// <param name="Query">Empty, or with its leading question mark.</param>
internal readonly record struct CacheRequest(string Method, string Authority, string Path, string Query, IHeaderDictionary Headers);
