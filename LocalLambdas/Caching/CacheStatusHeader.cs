using System.Globalization;

namespace LocalLambdas.Caching;

/// <summary>The value of <c>Cache-Status</c> (RFC 9211).</summary>
internal static class CacheStatusHeader
{
    /// <summary>Without <c>ttl</c>, which would have to be formatted for each hit.</summary>
    public const string Hit = "local_lambdas; hit";

    public static string Of(in CacheOutcome outcome)
    {
        var reason = Reason(outcome.Status);
        if (outcome is { Stored: false, Collapsed: false })
            return reason;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{reason}{(outcome.Stored ? "; stored" : "")}{(outcome.Collapsed ? "; collapsed" : "")}{(outcome.TtlSeconds is { } ttl ? $"; ttl={ttl}" : "")}");
    }

    private static string Reason(CacheStatus status) => status switch
    {
        CacheStatus.Hit => Hit,
        CacheStatus.Miss => "local_lambdas; fwd=miss",
        CacheStatus.Stale => "local_lambdas; fwd=stale",
        CacheStatus.Revalidated => "local_lambdas; fwd=stale; fwd-status=304",
        CacheStatus.Request => "local_lambdas; fwd=request",
        CacheStatus.Method => "local_lambdas; fwd=method",
        CacheStatus.Bypass => "local_lambdas; fwd=bypass",
        CacheStatus.NotCached => "local_lambdas; detail=only-if-cached",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };
}
