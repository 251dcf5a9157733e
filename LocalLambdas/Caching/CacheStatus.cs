namespace LocalLambdas.Caching;

/// <summary>How a request was answered, in the terms of RFC 9211.</summary>
internal enum CacheStatus
{
    /// <summary>From the cache, no service involved.</summary>
    Hit,

    /// <summary>By the service: nothing was stored for it.</summary>
    Miss,

    /// <summary>By the service: what was stored had become stale, and was replaced or no longer holds.</summary>
    Stale,

    /// <summary>From the cache, after the service confirmed a stale answer.</summary>
    Revalidated,

    /// <summary>By the service: the request's own directives did not allow a stored answer.</summary>
    Request,

    /// <summary>By the service: its method is not answered from a cache.</summary>
    Method,

    /// <summary>By the service: the cache does not handle such requests (ranges, bodies, preconditions on the state of the service).</summary>
    Bypass,

    /// <summary>By nobody: the request wanted a stored answer or none (<c>only-if-cached</c>); the response is a bare 504.</summary>
    NotCached,
}
