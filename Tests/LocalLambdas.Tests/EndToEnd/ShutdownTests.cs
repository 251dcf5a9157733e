using System.Net;
using System.Net.Sockets;
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

    [Fact(Skip = OnlyUnix, SkipUnless = nameof(IsUnix))]
    public async Task A_signal_while_the_proxy_starts_ends_it_without_an_exception()
    {
        const int SignalByDefault = 128 + 15;
        var temporary = Folder.Folder("t");
        Manifest.Add("a", "pipe", "echo").Write();

        // From its first act on, the folder for its sockets, ever later
        for (var delay = 0; delay < 40; delay++)
        {
            var proxy = Launch(("TMPDIR", temporary));
            await Eventually.True(() => Directory.EnumerateDirectories(temporary, $"ll-{proxy.Id}-*").Any() || proxy.HasExited, "it begins");
            await Task.Delay(delay, Cancellation);
            proxy.Sigterm();

            Assert.Contains(await proxy.WaitForExitAsync(), new[] { 0, SignalByDefault });
            Assert.Empty(proxy.Output.Errors);
        }
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task A_killed_proxy_leaves_no_child_and_no_grandchild(string mode)
    {
        var proxy = await StartWithGrandchildAsync(mode, "spawn-child");

        proxy.Kill();

        await AssertNoProcessLeftAsync();
    }

    [Fact]
    public async Task A_killed_proxy_leaves_no_daemon_of_a_lambda()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("only Linux shows who has started whom");
        var proxy = await StartWithGrandchildAsync("pipe", "spawn-daemon");

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

    [Theory(Skip = OnlyUnix, SkipUnless = nameof(IsUnix)), MemberData(nameof(Modes))]
    public async Task Sigterm_gives_up_a_start_and_tells_who_waits_for_it(string mode)
    {
        Manifest.Add("a", mode, "never-accept").With("start_timeout", "10m");
        var proxy = await StartAsync();
        var request = proxy.Client.GetAsync("/a/", Cancellation);
        await Eventually.True(() => Started.Count == 1, "the lambda has been started");

        proxy.Sigterm();

        using var response = await request;
        await AssertProblemAsync(HttpStatusCode.ServiceUnavailable, response);
        Assert.Equal(0, await proxy.WaitForExitAsync());
        Assert.Empty(Alive);
    }

    [Theory(Skip = OnlyUnix, SkipUnless = nameof(IsUnix)), MemberData(nameof(Modes))]
    public async Task Sigterm_lets_a_request_in_flight_finish(string mode)
    {
        var gate = Folder.File("gate");
        Manifest.Add("a", mode, "hold-until", gate);
        var proxy = await StartAsync();
        var address = proxy.Client.BaseAddress!;
        var request = Echo.GetAsync(proxy.Client, "/a/held");
        await Eventually.True(
            async () => (await proxy.Admin.LambdaAsync("a", Cancellation)).InFlight == 1, () => "the request is in flight");

        proxy.Sigterm();
        await Eventually.True(() => !Accepts(address), "the proxy accepts no more");
        await File.WriteAllTextAsync(gate, "", Cancellation);

        Assert.Equal("/a/held", (await request).Uri);
        Assert.Equal(0, await proxy.WaitForExitAsync());
        Assert.Empty(Alive);
    }

    [Fact(Skip = OnlyUnix, SkipUnless = nameof(IsUnix))]
    public async Task Sigterm_does_not_wait_for_ever_for_a_request_in_flight()
    {
        Manifest.Add("a", "pipe", "echo").With("request_timeout", "1h");
        var proxy = await StartAsync();
        var request = Echo.GetAsync(proxy.Client, "/a/?delay=3000000");
        await Eventually.True(
            async () => (await proxy.Admin.LambdaAsync("a", Cancellation)).InFlight == 1, () => "the request is in flight");

        proxy.Sigterm();

        Assert.Equal(0, await proxy.WaitForExitAsync());
        await Assert.ThrowsAnyAsync<Exception>(() => request);
        Assert.Empty(Alive);
    }

    [Fact(Skip = OnlyUnix, SkipUnless = nameof(IsUnix))]
    public async Task A_second_signal_ends_at_once()
    {
        Manifest.Add("a", "pipe", "echo");
        var proxy = await StartAsync();
        var address = proxy.Client.BaseAddress!;
        var request = Echo.GetAsync(proxy.Client, "/a/?delay=600000");
        await Eventually.True(
            async () => (await proxy.Admin.LambdaAsync("a", Cancellation)).InFlight == 1, () => "the request is in flight");

        proxy.Sigterm();
        await Eventually.True(() => !Accepts(address), "the proxy accepts no more");
        proxy.Sigterm();

        Assert.Equal(137, await proxy.WaitForExitAsync());
        await Assert.ThrowsAnyAsync<Exception>(() => request);
        await Eventually.True(() => Alive.Count == 0, "everything has ended");
    }

    private static bool Accepts(Uri address)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(address.Host, address.Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
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
