using LocalLambdas.Messages;

namespace LocalLambdas.Caching;

/// <summary>What an unsafe request makes invalid (RFC 9111, 4.4).</summary>
internal static class Invalidation
{
    public static IEnumerable<CacheKey> Targets(CacheRequest request, LambdaResponse response)
    {
        if (response.Status is < 200 or >= 400)
            yield break;
        yield return CacheKey.Of(request);
        foreach (var reference in response.Lines("Location").Concat(response.Lines("Content-Location")))
        {
            if (Resolve(request, reference) is { } key)
                yield return key;
        }
    }

    /// <summary>Null for another authority: no service may empty what is stored of others.</summary>
    private static CacheKey? Resolve(CacheRequest request, string reference)
    {
        if (!Uri.TryCreate($"http://{request.Authority}{request.Path}{request.Query}", UriKind.Absolute, out var origin)
            || !Uri.TryCreate(origin, reference, out var absolute)
            || !string.Equals(absolute.Authority, origin.Authority, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var target = (AsWritten(reference) ?? absolute.PathAndQuery).Split('#')[0];
        var query = target.IndexOf('?', StringComparison.Ordinal);
        return query < 0
            ? new CacheKey(request.Authority, target, "")
            : new CacheKey(request.Authority, target[..query], target[query..]);
    }

    /// <summary>
    /// The path of the reference, escaped as it came: that is how it stands in the keys, whereas <see cref="Uri"/> unescapes some characters.
    /// Null where it has to be resolved.
    /// </summary>
    private static string? AsWritten(string reference)
    {
        if (reference.Contains("/.", StringComparison.Ordinal))
            return null;
        if (reference.StartsWith('/') && !reference.StartsWith("//", StringComparison.Ordinal))
            return reference;
        if (!reference.StartsWith("http://", StringComparison.OrdinalIgnoreCase) && !reference.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            return null;
        var afterAuthority = reference.AsSpan(reference.IndexOf("//", StringComparison.Ordinal) + 2);
        var path = afterAuthority.IndexOfAny("/?#");
        return path >= 0 && afterAuthority[path] == '/' ? afterAuthority[path..].ToString() : null;
    }
}
