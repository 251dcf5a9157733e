namespace LocalLambdas.Caching;

/// <summary>What status codes mean to a cache. Those not named here are not understood and never stored (RFC 9111, 3).</summary>
internal static class StatusCodes
{
    /// <summary>May be kept without saying so (RFC 9110, 15.1); 206 is left out, as ranges are not stored.</summary>
    public static bool IsHeuristicallyCacheable(int status) =>
        status is 200 or 203 or 204 or 300 or 301 or 308 or 404 or 405 or 410 or 414 or 501;

    /// <summary>May be kept when the answer says for how long.</summary>
    public static bool IsCacheable(int status) =>
        IsHeuristicallyCacheable(status) || status is 302 or 303 or 307 or 400 or 403 or 451 or 500 or 502 or 503 or 504;
}
