namespace LocalLambdas.Routing;

/// <summary>The route of a lambda: one path, or a prefix that ends in <c>/*</c> and matches whole path segments only.</summary>
internal sealed class RoutePattern
{
    private const string PrefixMark = "/*";

    private RoutePattern(string text)
    {
        Text = text;
        IsPrefix = text.EndsWith(PrefixMark, StringComparison.Ordinal);
        Path = IsPrefix ? text[..^PrefixMark.Length] : text;
    }

    public string Text { get; }

    public bool IsPrefix { get; }

    /// <summary>The text without the mark of a prefix: empty for <c>/*</c>.</summary>
    public string Path { get; }

    public static bool TryParse(string text, out RoutePattern? pattern, out string? reason)
    {
        reason = RouteSyntax.Check(text.EndsWith(PrefixMark, StringComparison.Ordinal) ? text[..^1] : text);
        pattern = reason is null ? new RoutePattern(text) : null;
        return pattern is not null;
    }

    /// <summary>Compares with the path as the server decoded it, case-sensitively and without changing it further.</summary>
    public bool Matches(ReadOnlySpan<char> path) =>
        !IsPrefix ? path.SequenceEqual(Path)
        : Path.Length == 0 || (path.StartsWith(Path) && (path.Length == Path.Length || path[Path.Length] == '/'));

    public override string ToString() => Text;
}
