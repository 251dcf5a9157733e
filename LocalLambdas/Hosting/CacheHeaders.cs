using System.Globalization;
using LocalLambdas.Caching;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace LocalLambdas.Hosting;

/// <summary>What the cache adds to answers, and to requests that it sends on.</summary>
internal static class CacheHeaders
{
    private const string CacheStatus = "Cache-Status";

    /// <summary>After the answer's own headers: an age that the service said is replaced.</summary>
    public static void Write(IHeaderDictionary headers, in CacheOutcome outcome)
    {
        // RFC 9211, 2: behind what caches nearer to the service have said.
        headers.Append(CacheStatus, CacheStatusHeader.Of(outcome));
        if (outcome.AgeSeconds is { } age) headers.Age = age.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Puts the cache's conditions in the place of the client's; the client's own stay for the cache to answer by.</summary>
    public static IHeaderDictionary Apply(ConditionalHeaders? conditions, IHeaderDictionary headers)
    {
        if (conditions is not { } own || (own == ConditionalHeaders.None && !IsConditional(headers))) return headers;
        IHeaderDictionary changed = new HeaderDictionary(new Dictionary<string, StringValues>(headers, StringComparer.OrdinalIgnoreCase));
        changed.IfNoneMatch = own.IfNoneMatch;
        changed.IfModifiedSince = own.IfModifiedSince;
        return changed;
    }

    private static bool IsConditional(IHeaderDictionary headers) => headers.IfNoneMatch.Count > 0 || headers.IfModifiedSince.Count > 0;
}
