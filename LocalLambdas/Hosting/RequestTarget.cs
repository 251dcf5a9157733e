using Microsoft.AspNetCore.Http.Features;

namespace LocalLambdas.Hosting;

/// <summary>What the client asks for.</summary>
/// <param name="RoutePath">Path by which the route is found: percent-decoded, dot segments removed.</param>
/// <param name="Query">Empty, or <c>?</c> and what follows, as the client sent it.</param>
/// <param name="Uri">Path and query as the client sent them, dot segments removed.</param>
internal readonly record struct RequestTarget(string RoutePath, string Query, string Uri)
{
    /// <summary>Path as the client sent it, dot segments removed.</summary>
    public string Path => Query.Length is 0 ? Uri : Uri[..^Query.Length];

    public static RequestTarget Of(IHttpRequestFeature request)
    {
        var (raw, query) = (request.RawTarget, request.QueryString);
        var path = PathOf(raw);
        var uri = HasDotSegments(path) ? RemoveDotSegments(path) + query
            : path.Length + query.Length == raw.Length ? raw
            : string.Concat(path, query);
        return new(request.Path, query, uri);
    }

    /// <summary>RFC 3986, 2: visible ASCII alone. Kestrel lets control characters through.</summary>
    public static bool IsLegal(string rawTarget) => !rawTarget.AsSpan().ContainsAnyExceptInRange('!', '~');

    // RFC 9112, 3.2: origin-form "/path?query", absolute-form "http://host/path?query", asterisk-form "*".
    private static ReadOnlySpan<char> PathOf(string rawTarget)
    {
        var target = rawTarget.AsSpan();
        if (!target.StartsWith('/'))
        {
            var authority = target.IndexOf("://");
            if (authority < 0) return target;
            target = target[(authority + 3)..];
            var slash = target.IndexOfAny('/', '?');
            if (slash < 0 || target[slash] is '?') return "/";
            target = target[slash..];
        }

        var query = target.IndexOf('?');
        return query < 0 ? target : target[..query];
    }

    private static bool HasDotSegments(ReadOnlySpan<char> path)
    {
        foreach (var segment in path.Split('/'))
        {
            if (DotsOf(path[segment]) > 0) return true;
        }

        return false;
    }

    // RFC 3986, 5.2.4. "%2e" is a dot as well: it is unreserved, so both forms are equivalent (RFC 3986, 6.2.2.2).
    private static string RemoveDotSegments(ReadOnlySpan<char> path)
    {
        var kept = new List<string>();
        var endsInDots = false;
        foreach (var range in path[1..].Split('/'))
        {
            var segment = path[1..][range];
            var dots = DotsOf(segment);
            endsInDots = dots > 0;
            if (dots == 2 && kept.Count > 0) kept.RemoveAt(kept.Count - 1);
            if (dots == 0) kept.Add(segment.ToString());
        }

        if (endsInDots) kept.Add("");
        return "/" + string.Join('/', kept);
    }

    /// <summary>1 for ".", 2 for "..", else 0.</summary>
    private static int DotsOf(ReadOnlySpan<char> segment)
    {
        var dots = 0;
        while (!segment.IsEmpty)
        {
            if (segment[0] is '.') segment = segment[1..];
            else if (segment.StartsWith("%2e", StringComparison.OrdinalIgnoreCase)) segment = segment[3..];
            else return 0;
            if (++dots > 2) return 0;
        }

        return dots;
    }
}
