using LocalLambdas.Tests.Chaos;
using Testing;
using Testing.Proxy;

namespace LocalLambdas.Tests.EndToEnd;

[Collection(ProxyCollections.First)]
public sealed class PreparedLaunchTests : ProxyTest
{
    public PreparedLaunchTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "Looks into /proc");

    [Theory, MemberData(nameof(Modes))]
    public async Task The_pipe_for_the_output_of_a_process_is_there_before_its_request_comes(string mode)
    {
        Manifest.Add("a", mode, "echo");
        var proxy = await StartAsync();

        for (var start = 1; start <= 3; start++)
        {
            await PreparedAsync(proxy);
            var before = ProxyResources.Descriptors(proxy.Id);
            var echo = await Echo.GetAsync(proxy.Client, "/a/");

            Assert.Contains(OutputOf(echo.Pid), before);
            await proxy.Admin.StopAsync("a", Cancellation);
        }
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task Starts_and_reloads_leave_no_descriptor_behind(string mode)
    {
        Manifest.Add("a", mode, "echo");
        var proxy = await StartAsync();
        await StartAndStopAsync(proxy);
        await PreparedAsync(proxy);
        var before = ProxyResources.Descriptors(proxy.Id);

        for (var turn = 1; turn <= 10; turn++)
        {
            await StartAndStopAsync(proxy);
            await ReloadAsync(proxy, mode, turn);
        }

        await StartAndStopAsync(proxy);
        await PreparedAsync(proxy);
        await Eventually.True(
            () => Task.FromResult(ProxyResources.Descriptors(proxy.Id).Count <= before.Count),
            () => $"the descriptors {string.Join(", ", before)}; now {string.Join(", ", ProxyResources.Descriptors(proxy.Id))}");
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task A_lambda_that_is_changed_or_gone_gives_back_what_was_prepared(string mode)
    {
        Manifest.Add("a", mode, "echo").Add("gone", mode, "echo");
        var proxy = await StartAsync();
        await PreparedAsync(proxy);
        var before = ProxyResources.Descriptors(proxy.Id);

        await ReloadAsync(proxy, mode, 1);

        await PreparedAsync(proxy);
        await Eventually.True(() => ProxyResources.Descriptors(proxy.Id).Count < before.Count, "what was prepared for the lambda that is gone is closed");
        Assert.Equal("/a/", (await Echo.GetAsync(proxy.Client, "/a/")).Uri);
    }

    [Theory]
    [InlineData("frames")]
    [InlineData("plain")]
    public async Task A_start_that_was_prepared_needs_no_folder_of_sockets(string mode)
    {
        Manifest.Add("a", mode, "echo");
        var temporary = Folder.Folder("tmp");
        var proxy = await StartAsync(("TMPDIR", temporary));
        await PreparedAsync(proxy);

        Directory.Delete(Assert.Single(Directory.GetDirectories(temporary)), recursive: true);

        Assert.Equal("/a/", (await Echo.GetAsync(proxy.Client, "/a/")).Uri);
    }

    private static Task PreparedAsync(ProxyProcess proxy) => Eventually.True(
        async () => (await proxy.Admin.LambdasAsync(Cancellation)).All(lambda => lambda.IsPrepared), () => "the next launches are prepared");

    private static async Task StartAndStopAsync(ProxyProcess proxy)
    {
        Assert.Equal("/a/", (await Echo.GetAsync(proxy.Client, "/a/")).Uri);
        await proxy.Admin.StopAsync("a", Cancellation);
    }

    private async Task ReloadAsync(ProxyProcess proxy, string mode, int turn)
    {
        Manifest.Clear().Add("a", mode, "echo").With("request_timeout", $"{30 + turn}s").Write();
        using var reloaded = await proxy.Admin.SendAsync(HttpMethod.Post, "/reload", Cancellation);
        reloaded.EnsureSuccessStatusCode();
    }

    private static string? OutputOf(int pid) => new FileInfo($"/proc/{pid}/fd/1").LinkTarget;
}
