using Microsoft.AspNetCore.Http;

namespace LocalLambdas.Caching;

/// <summary>Answers a client's condition from a stored answer (RFC 9111, 4.3.2).</summary>
internal static class Precondition
{
    public static bool IsNotModified(IHeaderDictionary headers, CacheEntry entry)
    {
        if (entry.Response.Status != 200)
            return false;
        var tags = headers.IfNoneMatch;
        if (tags.Count == 0)
            return headers.IfModifiedSince is [{ } since] && HttpDate.TryParse(since, out var date) && entry.LastModified <= date;

        // The tags decide alone when there are any (RFC 9110, 13.1.3)
        foreach (var line in tags)
        {
            if (line == "*" || (entry.Validators?.IfNoneMatch is { } tag && EntityTag.Names(line, tag)))
                return true;
        }

        return false;
    }
}
