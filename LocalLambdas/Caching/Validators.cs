using LocalLambdas.Messages;

namespace LocalLambdas.Caching;

/// <summary>By what the service can confirm a stored answer (RFC 9111, 4.3.1).</summary>
internal static class Validators
{
    /// <summary>Null: there is nothing to ask for.</summary>
    public static ConditionalHeaders? Of(LambdaResponse response)
    {
        // Only what would be answered by 200 can be answered by 304 (RFC 9110, 13.2.1)
        if (response.Status != 200)
            return null;
        var tag = response.Single("ETag") is { } text && EntityTag.IsValid(text) ? text : null;
        var modified = response.Single("Last-Modified") is { } date && HttpDate.TryParse(date, out _) ? date : null;
        return tag is null && modified is null ? null : new ConditionalHeaders(tag, modified);
    }

    /// <summary>
    /// Whether a 304 speaks of the stored answer (RFC 9111, 4.3.4). One without validators does: it was asked about this answer alone.
    /// </summary>
    public static bool Confirm(ConditionalHeaders asked, LambdaResponse notModified)
    {
        if (notModified.Has("ETag"))
            return asked.IfNoneMatch is { } tag && notModified.Single("ETag") is { } answered && EntityTag.WeaklyEqual(tag, answered);
        return !notModified.Has("Last-Modified") || notModified.Single("Last-Modified") == asked.IfModifiedSince;
    }
}
