using LocalLambdas.Caching;

namespace LocalLambdas.Telemetry;

/// <summary>The attribute <c>local_lambdas.cache</c>: coarser than <c>Cache-Status</c>.</summary>
internal static class CacheResult
{
    public static string Of(CacheStatus? status) => status switch
    {
        null => "off",
        CacheStatus.Hit => "hit",
        CacheStatus.Bypass or CacheStatus.Method => "bypass",
        _ => "miss",
    };
}
