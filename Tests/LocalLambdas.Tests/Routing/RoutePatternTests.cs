using LocalLambdas.Routing;

namespace LocalLambdas.Tests.Routing;

public sealed class RoutePatternTests
{
    [Theory]
    [InlineData("/", false, "/")]
    [InlineData("/a", false, "/a")]
    [InlineData("/a/", false, "/a/")]
    [InlineData("/a/b.c/~d", false, "/a/b.c/~d")]
    [InlineData("/a b/é", false, "/a b/é")]
    [InlineData("/...", false, "/...")]
    [InlineData("/*", true, "")]
    [InlineData("/a/*", true, "/a")]
    [InlineData("/a/b/*", true, "/a/b")]
    public void A_path_or_a_prefix_is_a_route(string text, bool isPrefix, string path)
    {
        Assert.True(RoutePattern.TryParse(text, out var pattern, out var reason));

        Assert.Null(reason);
        Assert.Equal((text, isPrefix, path), (pattern!.Text, pattern.IsPrefix, pattern.Path));
    }

    [Theory]
    [InlineData("", "must begin with '/'")]
    [InlineData("a", "must begin with '/'")]
    [InlineData("*", "must begin with '/'")]
    [InlineData("\\a", "must begin with '/'")]
    [InlineData("/a?b", "without '?'")]
    [InlineData("/a#b", "'#'")]
    [InlineData("/a*", "'*' only as its last segment")]
    [InlineData("/*/a", "'*' only")]
    [InlineData("/*/*", "'*' only")]
    [InlineData("/**", "'*' only")]
    [InlineData("/a/*/", "'*' only")]
    [InlineData("/a\tb", "control characters")]
    [InlineData("/a\u0085", "control characters")]
    [InlineData("//", "empty segment")]
    [InlineData("/a//b", "empty segment")]
    [InlineData("//*", "empty segment")]
    [InlineData("/a//*", "empty segment")]
    [InlineData("/.", "'.' and '..'")]
    [InlineData("/a/../b", "'.' and '..'")]
    [InlineData("/../*", "'.' and '..'")]
    [InlineData("/%2e", "percent-encoded")]
    [InlineData("/a/.%2E/b", "percent-encoded")]
    [InlineData("/%2e%2E/*", "percent-encoded")]
    public void Anything_else_is_refused_with_its_reason(string text, string expected)
    {
        Assert.False(RoutePattern.TryParse(text, out var pattern, out var reason));

        Assert.Null(pattern);
        Assert.Contains(expected, reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/", "/", true)]
    [InlineData("/", "/a", false)]
    [InlineData("/a", "/a", true)]
    [InlineData("/a", "/A", false)]
    [InlineData("/a", "/a/", false)]
    [InlineData("/a/", "/a", false)]
    [InlineData("/api/*", "/api", true)]
    [InlineData("/api/*", "/api/", true)]
    [InlineData("/api/*", "/api/x/y", true)]
    [InlineData("/api/*", "/api//", true)]
    [InlineData("/api/*", "/apix", false)]
    [InlineData("/api/*", "/API/x", false)]
    [InlineData("/api/*", "/ap", false)]
    [InlineData("/api/*", "/x/api/", false)]
    [InlineData("/*", "/", true)]
    [InlineData("/*", "/a/b", true)]
    [InlineData("/*", "", true)]
    [InlineData("/*", "*", true)]
    public void A_prefix_matches_whole_segments_only(string text, string path, bool expected)
    {
        Assert.True(RoutePattern.TryParse(text, out var pattern, out _));

        Assert.Equal(expected, pattern!.Matches(path));
    }
}
