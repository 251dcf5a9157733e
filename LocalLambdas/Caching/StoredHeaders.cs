using LocalLambdas.Messages;

namespace LocalLambdas.Caching;

/// <summary>The header fields that are kept with an answer.</summary>
internal static class StoredHeaders
{
    // Of this connection only (RFC 9110, 7.6.1; RFC 9111, 3.1). Age and the framing belong to whoever sends the answer
    private static readonly HashSet<string> NotStored = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
        "Proxy-Authenticate", "Proxy-Authentication-Info", "Proxy-Authorization", "Age", "Content-Length",
    };

    // They describe the stored body, which a 304 does not replace (RFC 9111, 3.2)
    private static readonly HashSet<string> NotUpdated = new(StringComparer.OrdinalIgnoreCase) { "Content-Encoding", "Content-Range" };

    // What a 304 has to repeat of the 200 (RFC 9110, 15.4.5)
    private static readonly HashSet<string> InNotModified = new(StringComparer.OrdinalIgnoreCase)
    {
        "Cache-Control", "Content-Location", "Date", "ETag", "Expires", "Last-Modified", "Vary",
    };

    public static KeyValuePair<string, string>[] Of(LambdaResponse response, DateTimeOffset receivedAt)
    {
        var named = response.Members("Connection").ToHashSet(StringComparer.OrdinalIgnoreCase);
        var kept = response.Headers.Where(header => !NotStored.Contains(header.Key) && !named.Contains(header.Key));

        // Whoever has a clock adds the date that is missing (RFC 9110, 6.6.1)
        return response.Has("Date") ? [.. kept] : [.. kept, new("Date", HttpDate.Format(receivedAt))];
    }

    /// <summary>The stored answer with the fields of the 304 that confirmed it in place of its own (RFC 9111, 3.2).</summary>
    public static LambdaResponse Update(LambdaResponse stored, LambdaResponse notModified)
    {
        var updates = notModified.Headers.Where(header => !NotUpdated.Contains(header.Key)).ToArray();
        var replaced = updates.Select(header => header.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);

        // Its age starts anew: the former date goes also when there is no later one
        replaced.Add("Date");
        return stored with { Headers = [.. stored.Headers.Where(header => !replaced.Contains(header.Key)), .. updates] };
    }

    public static LambdaResponse NotModified(LambdaResponse stored) =>
        new(304, [.. stored.Headers.Where(header => InNotModified.Contains(header.Key))], default);
}
