namespace LocalLambdas.Routing;

/// <summary>What a route may not contain, because no request could ever match it or its reader would be misled.</summary>
internal static class RouteSyntax
{
    /// <summary>The reason why this path, without the star of a prefix, is no route; null when it is one.</summary>
    public static string? Check(string path)
    {
        if (!path.StartsWith('/'))
            return "must begin with '/'";
        if (path.AsSpan().ContainsAny('?', '#'))
            return "must be a path alone, without '?' or '#'";
        if (path.Contains('*', StringComparison.Ordinal))
            return "may contain '*' only as its last segment, '/*'";
        if (path.Any(char.IsControl))
            return "must not contain control characters";
        if (path.Contains("//", StringComparison.Ordinal))
            return "must not contain an empty segment, '//'";
        return path.Split('/').Any(IsDotSegment) ? "must not contain the segments '.' and '..', also not percent-encoded" : null;
    }

    private static bool IsDotSegment(string segment) =>
        segment.Replace("%2e", ".", StringComparison.OrdinalIgnoreCase) is "." or "..";
}
