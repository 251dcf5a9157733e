using System.Net;
using Testing;
using Testing.Proxy;

namespace LocalLambdas.Tests.EndToEnd;

[Collection(ProxyCollections.Second)]
public sealed class ReloadTests : ProxyTest
{
    private const string OnlyUnix = "Windows has no SIGHUP";

    public static bool IsUnix => !OperatingSystem.IsWindows();

    [Fact(Skip = OnlyUnix, SkipUnless = nameof(IsUnix))]
    public async Task Sighup_brings_another_manifest_into_force()
    {
        Manifest.Add("a", "pipe", "echo").Add("gone", "pipe", "echo");
        var proxy = await StartAsync();
        var before = await Echo.GetAsync(proxy.Client, "/a/");
        var gone = await Echo.GetAsync(proxy.Client, "/gone/");

        Manifest.Clear().Add("a", "pipe", "echo").Add("new", "http", "echo").Write();
        proxy.Sighup();
        await Eventually.True(async () => (await proxy.Admin.LambdasAsync(Cancellation))[^1].Id == "new", () => "the manifest was read");

        Assert.Equal(before.Pid, (await Echo.GetAsync(proxy.Client, "/a/")).Pid);
        Assert.Equal("/new/", (await Echo.GetAsync(proxy.Client, "/new/")).Uri);
        await AssertNotFoundAsync(proxy, "/gone/");
        await Eventually.True(() => !Alive.Contains(gone.Pid), "the lambda that is gone has ended");
    }

    [Fact(Skip = OnlyUnix, SkipUnless = nameof(IsUnix))]
    public async Task A_bad_manifest_is_refused_and_the_former_stays()
    {
        Manifest.Add("a", "pipe", "echo");
        var proxy = await StartAsync();

        await File.WriteAllTextAsync(Manifest.File, "<manifest><oops/></manifest>", Cancellation);
        proxy.Sighup();
        await Eventually.True(() => proxy.Log().Contains("not reloaded", StringComparison.Ordinal), "it is logged");
        using var refused = await proxy.Admin.SendAsync(HttpMethod.Post, "/reload", Cancellation);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("oops", await refused.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Equal("/a/", (await Echo.GetAsync(proxy.Client, "/a/")).Uri);
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task No_request_is_dropped_while_a_lambda_is_changed(string mode)
    {
        Manifest.Add("a", mode, "echo");
        var proxy = await StartAsync();
        await Echo.GetAsync(proxy.Client, "/a/");
        using var enough = new CancellationTokenSource();
        var load = Enumerable.Range(0, 4).Select(_ => RequestUntilAsync(proxy, enough.Token)).ToArray();

        for (var change = 1; change <= 3; change++)
        {
            Manifest.Clear().Add("a", mode, "echo").With("request_timeout", $"{30 + change}s").Write();
            using var reloaded = await proxy.Admin.SendAsync(HttpMethod.Post, "/reload", Cancellation);
            Assert.Equal(HttpStatusCode.OK, reloaded.StatusCode);
            await Eventually.True(async () => (await proxy.Admin.LambdaAsync("a", Cancellation)).State == "running", () => "the changed lambda runs");
        }

        await enough.CancelAsync();
        var pids = (await Task.WhenAll(load)).SelectMany(seen => seen).ToHashSet();
        Assert.True(pids.Count >= 2, "requests were answered before and after a change");
    }

    [Fact]
    public async Task Cached_answers_go_with_the_manifest()
    {
        Manifest.Add("a", "pipe", "echo");
        var proxy = await StartAsync(("ENABLE_CACHE", "true"), ("CACHE_DEFAULT_SECONDS", "60"));
        Assert.False(await IsHitAsync(proxy));
        Assert.True(await IsHitAsync(proxy));

        using var reloaded = await proxy.Admin.SendAsync(HttpMethod.Post, "/reload", Cancellation);

        Assert.False(await IsHitAsync(proxy));
    }

    private static async Task<bool> IsHitAsync(ProxyProcess proxy)
    {
        using var response = await proxy.Client.GetAsync("/a/", Cancellation);
        return response.Headers.GetValues("Cache-Status").Single().EndsWith("hit", StringComparison.Ordinal);
    }

    private static async Task<List<int>> RequestUntilAsync(ProxyProcess proxy, CancellationToken enough)
    {
        var pids = new List<int>();
        while (!enough.IsCancellationRequested) pids.Add((await Echo.GetAsync(proxy.Client, "/a/")).Pid);
        return pids;
    }

    private static async Task AssertNotFoundAsync(ProxyProcess proxy, string path)
    {
        using var response = await proxy.Client.GetAsync(path, Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }
}
