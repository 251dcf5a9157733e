using LocalLambdas.Hosting;
using Microsoft.AspNetCore.Http.Features;

namespace LocalLambdas.Tests.Hosting;

public class RequestTargetTests
{
    [Theory]
    [InlineData("/a/b", "/a/b")]
    [InlineData("/a%20b/%C3%BC", "/a%20b/%C3%BC")]
    [InlineData("/a/./b", "/a/b")]
    [InlineData("/a/../b", "/b")]
    [InlineData("/../../b", "/b")]
    [InlineData("/a/b/..", "/a/")]
    [InlineData("/a/b/.", "/a/b/")]
    [InlineData("/a/%2e%2E/b", "/b")]
    [InlineData("/a/.%2e/b", "/b")]
    [InlineData("/a/.../b", "/a/.../b")]
    [InlineData("/a/.b/c.", "/a/.b/c.")]
    [InlineData("/a//b", "/a//b")]
    [InlineData("http://host/a/../b", "/b")]
    [InlineData("http://host", "/")]
    [InlineData("*", "*")]
    public void Path_is_as_sent_without_dot_segments(string rawTarget, string expected)
    {
        var target = RequestTarget.Of(new HttpRequestFeature { RawTarget = rawTarget, Path = "/decoded", QueryString = "" });

        Assert.Equal(expected, target.Path);
        Assert.Equal(expected, target.Uri);
        Assert.Equal("/decoded", target.RoutePath);
    }

    [Theory]
    [InlineData("/a?x=/../y", "?x=/../y", "/a?x=/../y")]
    [InlineData("/a/../b?x=%2e", "?x=%2e", "/b?x=%2e")]
    [InlineData("http://host?x", "?x", "/?x")]
    public void Query_is_as_sent(string rawTarget, string query, string expected) =>
        Assert.Equal(expected, RequestTarget.Of(new HttpRequestFeature { RawTarget = rawTarget, Path = "/", QueryString = query }).Uri);
}
