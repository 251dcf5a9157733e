using Testing;
using Testing.Proxy;

namespace LocalLambdas.Tests.EndToEnd;

[Collection(ProxyCollections.First)]
public sealed class ShutdownTests : ProxyTest
{
    private const string OnlyUnix = "Windows has no signals";

    public static bool IsUnix => !OperatingSystem.IsWindows();

    [Theory(Skip = OnlyUnix, SkipUnless = nameof(IsUnix)), MemberData(nameof(Modes))]
    public Task Sigterm_ends_the_proxy_with_0_and_every_process(string mode) => EndsWithEverythingAsync(mode, proxy => proxy.Sigterm());

    [Theory(Skip = OnlyUnix, SkipUnless = nameof(IsUnix)), MemberData(nameof(Modes))]
    public Task Sigint_ends_the_proxy_with_0_and_every_process(string mode) => EndsWithEverythingAsync(mode, proxy => proxy.Sigint());

    [Theory, MemberData(nameof(Modes))]
    public async Task A_killed_proxy_leaves_no_child_and_no_grandchild(string mode)
    {
        var proxy = await StartWithGrandchildAsync(mode, "spawn-child");

        proxy.Kill();

        await AssertNoProcessLeftAsync();
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task A_killed_proxy_leaves_no_lambda_that_ignores_sigterm(string mode)
    {
        var proxy = await StartWithGrandchildAsync(mode, "spawn-child", "ignore-sigterm");

        proxy.Kill();

        await AssertNoProcessLeftAsync();
    }

    [Fact(Skip = OnlyUnix, SkipUnless = nameof(IsUnix))]
    public async Task Sigterm_ends_a_lambda_that_ignores_it()
    {
        var proxy = await StartWithGrandchildAsync("pipe", "spawn-child", "ignore-sigterm");

        proxy.Sigterm();

        Assert.Equal(0, await proxy.WaitForExitAsync());
        Assert.Empty(Alive);
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task A_proxy_killed_while_a_lambda_starts_leaves_no_child(string mode)
    {
        Manifest.Add("a", mode, "never-accept");
        var proxy = await StartAsync();
        var request = proxy.Client.GetAsync("/a/", Cancellation);
        await Eventually.True(() => Started.Count == 1, "the lambda has been started");

        proxy.Kill();

        await Assert.ThrowsAsync<HttpRequestException>(() => request);
        await AssertNoProcessLeftAsync();
    }

    [Fact(Skip = OnlyUnix, SkipUnless = nameof(IsUnix))]
    public async Task Sigterm_while_a_lambda_starts_leaves_no_child()
    {
        Manifest.Add("a", "pipe", "never-accept");
        var proxy = await StartAsync();
        var request = proxy.Client.GetAsync("/a/", Cancellation);
        await Eventually.True(() => Started.Count == 1, "the lambda has been started");

        proxy.Sigterm();

        Assert.Equal(0, await proxy.WaitForExitAsync());
        Assert.Empty(Alive);
        await Task.WhenAny(request);
    }

    private async Task EndsWithEverythingAsync(string mode, Action<ProxyProcess> end)
    {
        var proxy = await StartWithGrandchildAsync(mode, "spawn-child");

        end(proxy);

        Assert.Equal(0, await proxy.WaitForExitAsync());
        Assert.Empty(Alive);
    }

    private async Task<ProxyProcess> StartWithGrandchildAsync(string mode, params string[] behaviour)
    {
        Manifest.Add("a", mode, behaviour);
        var proxy = await StartAsync();
        var echo = await Echo.GetAsync(proxy.Client, "/a/");
        await Eventually.True(() => Started.Contains(echo.Child!.Value), "the grandchild runs");
        Assert.Contains(echo.Pid, Alive);
        Assert.Contains(echo.Child!.Value, Alive);
        return proxy;
    }
}
