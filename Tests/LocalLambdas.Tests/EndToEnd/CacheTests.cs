using System.Text.Json;
using Testing.Proxy;

namespace LocalLambdas.Tests.EndToEnd;

[Collection(ProxyCollections.Second)]
public sealed class CacheTests : ProxyTest
{
    private const string Hit = "hit";
    private const string Miss = "fwd=miss";

    [Theory, MemberData(nameof(Modes))]
    public async Task A_cached_answer_needs_no_process(string mode)
    {
        var proxy = await StartAsync(mode, "max-age=60");
        var first = await GetAsync(proxy, "/a/");
        await proxy.Admin.StopAsync("a", Cancellation);

        var second = await GetAsync(proxy, "/a/");

        Assert.Equal((Miss, Hit), (first.Cache, second.Cache));
        Assert.Equal(first.Body, second.Body);
        Assert.Single(Started);
        Assert.Equal("cold", (await proxy.Admin.LambdaAsync("a", Cancellation)).State);
    }

    [Fact]
    public async Task Without_the_cache_every_request_reaches_the_lambda()
    {
        Manifest.Add("a", "pipe", "header", "Cache-Control", "max-age=60");
        var proxy = await StartAsync();

        Assert.Null((await GetAsync(proxy, "/a/")).Cache);
        Assert.Null((await GetAsync(proxy, "/a/")).Cache);
    }

    [Theory]
    [InlineData("CACHE_DEFAULT_SECONDS", null, Hit), InlineData("CACHE_DEFAULT_SECONDS", "0", Miss)]
    [InlineData("CACHE_MAX_BYTES", "100000", Hit), InlineData("CACHE_MAX_BYTES", "10", Miss)]
    public async Task What_says_nothing_of_its_freshness_is_kept_as_the_settings_allow(string variable, string? value, string expected)
    {
        Manifest.Add("a", "pipe", "echo");
        var proxy = await StartAsync(("ENABLE_CACHE", "true"), (variable, value));

        await GetAsync(proxy, "/a/");

        Assert.Equal(expected, (await GetAsync(proxy, "/a/")).Cache);
    }

    [Theory]
    [InlineData("/a/"), InlineData("/a/?"), InlineData("/a/?q=2"), InlineData("/a/?Q=1"), InlineData("/a/?q=1+q=2"), InlineData("/a/x?q=1")]
    public async Task Another_query_string_is_another_answer(string other)
    {
        var proxy = await StartAsync("pipe", "max-age=60");
        await GetAsync(proxy, "/a/?q=1");

        var answer = await GetAsync(proxy, other);

        Assert.Equal(Miss, answer.Cache);
        Assert.Equal(other, JsonDocument.Parse(answer.Body).RootElement.GetProperty("uri").GetString());
        Assert.Equal(Hit, (await GetAsync(proxy, "/a/?q=1")).Cache);
    }

    [Fact]
    public async Task Another_method_is_another_answer()
    {
        var proxy = await StartAsync("pipe", "max-age=60");
        await GetAsync(proxy, "/a/");

        foreach (var method in new[] { "POST", "PUT", "DELETE", "OPTIONS" })
        {
            var answer = await SendAsync(proxy, new(method), "/a/");
            Assert.NotEqual(Hit, answer.Cache);
            Assert.Contains($"\"method\":\"{method}\"", answer.Body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_request_with_authorization_never_gets_or_leaves_an_answer_of_another()
    {
        var proxy = await StartAsync("pipe", "max-age=60");
        await GetAsync(proxy, "/a/");

        foreach (var authorization in new[] { "Bearer one", "Bearer two" })
        {
            var answer = await GetAsync(proxy, "/a/", ("Authorization", authorization));
            Assert.NotEqual(Hit, answer.Cache);
            Assert.Contains(authorization, answer.Body, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("Bearer", (await GetAsync(proxy, "/a/")).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no-store")]
    [InlineData("no-cache")]
    [InlineData("max-age=0")]
    public async Task A_request_may_refuse_the_cached_answer(string cacheControl)
    {
        var proxy = await StartAsync("pipe", "max-age=60");
        var first = await GetAsync(proxy, "/a/");

        var second = await GetAsync(proxy, "/a/", ("Cache-Control", cacheControl), ("X-Second", "yes"));

        Assert.NotEqual(Hit, second.Cache);
        Assert.NotEqual(first.Body, second.Body);
    }

    [Fact]
    public async Task A_request_with_no_store_leaves_nothing()
    {
        var proxy = await StartAsync("pipe", "max-age=60");

        await GetAsync(proxy, "/a/", ("Cache-Control", "no-store"));

        Assert.Equal(Miss, (await GetAsync(proxy, "/a/")).Cache);
    }

    [Theory]
    [InlineData("no-store")]
    [InlineData("no-store, max-age=60")]
    [InlineData("private, max-age=60")]
    [InlineData("no-cache, max-age=60")]
    [InlineData("max-age=0")]
    public async Task An_answer_may_refuse_to_be_kept(string cacheControl)
    {
        var proxy = await StartAsync("pipe", cacheControl);

        await GetAsync(proxy, "/a/");

        Assert.NotEqual(Hit, (await GetAsync(proxy, "/a/")).Cache);
    }

    [Fact]
    public async Task A_cache_of_one_entry_keeps_one()
    {
        Manifest.Add("a", "pipe", "header", "Cache-Control", "max-age=60");
        var proxy = await StartAsync(("ENABLE_CACHE", "1"));

        string[] paths = ["/a/1", "/a/2", "/a/3"];
        foreach (var path in paths)
        {
            await GetAsync(proxy, path);
            Assert.Equal(Hit, (await GetAsync(proxy, path)).Cache);
        }

        var hits = 0;
        foreach (var path in paths)
            hits += (await GetAsync(proxy, path)).Cache == Hit ? 1 : 0;
        Assert.InRange(hits, 0, 1);
    }

    [Fact]
    public async Task A_cache_of_so_many_bytes_keeps_no_more()
    {
        Manifest.Add("a", "pipe", "big-answer", "40000", "header", "Cache-Control", "max-age=60");
        var proxy = await StartAsync(("ENABLE_CACHE", "true"), ("CACHE_MAX_BYTES", "100000"));

        string[] paths = ["/a/1", "/a/2", "/a/3", "/a/4"];
        foreach (var path in paths)
        {
            await GetAsync(proxy, path);
            Assert.Equal(Hit, (await GetAsync(proxy, path)).Cache);
        }

        var hits = 0;
        foreach (var path in paths)
            hits += (await SendAsync(proxy, HttpMethod.Get, path, ("Cache-Control", "only-if-cached"))).Cache == Hit ? 1 : 0;
        Assert.InRange(hits, 1, 2);
    }

    [Theory, InlineData("pipe"), InlineData("http"), InlineData("frames"), InlineData("plain")]
    public async Task An_answer_of_more_than_a_mebibyte_is_not_kept(string mode)
    {
        Manifest.Add("a", mode, "big-answer", "1000000", "header", "Cache-Control", "max-age=60");
        Manifest.Add("b", mode, "big-answer", "1048577", "header", "Cache-Control", "max-age=60");
        var proxy = await StartAsync(("ENABLE_CACHE", "true"));

        await GetAsync(proxy, "/a/");
        var large = await GetAsync(proxy, "/b/");

        Assert.Equal(1048577, large.Body.Length);
        Assert.Equal(Hit, (await GetAsync(proxy, "/a/")).Cache);
        Assert.Equal(Miss, (await GetAsync(proxy, "/b/")).Cache);
    }

    private Task<ProxyProcess> StartAsync(string mode, string cacheControl)
    {
        Manifest.Add("a", mode, "header", "Cache-Control", cacheControl);
        return StartAsync(("ENABLE_CACHE", "true"));
    }

    private static Task<(string? Cache, string Body)> GetAsync(ProxyProcess proxy, string path, params (string, string)[] headers) =>
        SendAsync(proxy, HttpMethod.Get, path, headers);

    /// <summary>The first parameter of <c>Cache-Status: local_lambdas; …</c> (RFC 9211), and the body.</summary>
    private static async Task<(string? Cache, string Body)> SendAsync(
        ProxyProcess proxy, HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers)
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        using var response = await proxy.Client.SendAsync(request, Cancellation);
        var status = response.Headers.TryGetValues("Cache-Status", out var values) ? Assert.Single(values) : null;
        if (status is not null)
            Assert.StartsWith("local_lambdas; ", status, StringComparison.Ordinal);
        return (status?.Split("; ")[1], await response.Content.ReadAsStringAsync(Cancellation));
    }
}
