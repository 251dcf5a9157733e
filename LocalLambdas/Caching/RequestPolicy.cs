namespace LocalLambdas.Caching;

internal static class RequestPolicy
{
    public static RequestTreatment Treat(in CacheRequest request) => request.Method switch
    {
        "GET" or "HEAD" when IsBypassed(request) => RequestTreatment.Bypass,
        "GET" => RequestTreatment.Get,
        "HEAD" => RequestTreatment.Head,
        "OPTIONS" or "TRACE" => RequestTreatment.Safe,

        // Also what is not known to be safe (RFC 9111, 4.4)
        _ => RequestTreatment.Unsafe,
    };

    // A range is not stored; the content of a GET may be what its answer depends on (RFC 9110, 9.3.1);
    // these preconditions are about the state of the service (RFC 9111, 4.3.2)
    private static bool IsBypassed(in CacheRequest request)
    {
        var headers = request.Headers;
        return headers.ContentLength > 0
            || headers.TransferEncoding.Count > 0
            || headers.Range.Count > 0
            || headers.IfMatch.Count > 0
            || headers.IfUnmodifiedSince.Count > 0;
    }
}
