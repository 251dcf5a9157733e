using System.Net;
using Testing;
using Testing.Processes;
using Testing.Proxy;

namespace LocalLambdas.Tests.EndToEnd;

[Collection(ProxyCollections.Second)]
public sealed class SpareTests : ProxyTest
{
    private const string OnlyUnix = "Windows has no signals";

    public static bool IsUnix => !OperatingSystem.IsWindows();

    [Theory, MemberData(nameof(Modes))]
    public async Task The_first_request_takes_a_spare_that_is_then_replaced(string mode)
    {
        Manifest.Add("a", mode, "echo").With("warm_spares", "2");
        var proxy = await StartAsync();
        var before = await ReadyAsync(proxy, 2);
        Assert.Equal(("cold", null, 0), (before.State, before.Pid, before.Starts));
        var sentAt = DateTimeOffset.UtcNow;

        var echo = await Echo.GetAsync(proxy.Client, "/a/");

        Assert.Equal(before.Spares!.Pids[0], echo.Pid);
        var after = await ReadyAsync(proxy, 2);
        Assert.Equal(("running", echo.Pid, 1), (after.State, after.Pid!.Value, after.Starts));
        Assert.Equal(("spare", echo.Pid), (after.LastStart!.Kind, after.LastStart.Pid));
        Assert.True(after.LastStart.StartedAt < sentAt && sentAt <= after.LastStart.TakenAt, $"{after.LastStart} was not taken after {sentAt:O}");
        Assert.Equal(before.Spares.Pids[1], after.Spares!.Pids[0]);
        Assert.Equal(3, Started.Count);
        Assert.Equal(echo.Nonce, (await Echo.GetAsync(proxy.Client, "/a/")).Nonce);
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task A_killed_process_is_followed_by_a_spare(string mode)
    {
        Manifest.Add("a", mode, "echo").With("warm_spares", "1");
        var proxy = await StartAsync();
        await ReadyAsync(proxy, 1);
        var first = await Echo.GetAsync(proxy.Client, "/a/");
        var spare = (await ReadyAsync(proxy, 1)).Spares!.Pids[0];

        LambdaProcesses.Kill(first.Pid);
        await Eventually.True(() => !ProcessTable.IsAlive(first.Pid), $"{first.Pid} has ended");

        Assert.Equal(spare, (await Echo.GetAsync(proxy.Client, "/a/")).Pid);
        Assert.Equal("spare", (await proxy.Admin.LambdaAsync("a", Cancellation)).LastStart!.Kind);
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task Stop_leaves_the_spares_and_the_next_request_takes_one(string mode)
    {
        Manifest.Add("a", mode, "echo").With("warm_spares", "1");
        var proxy = await StartAsync();
        await ReadyAsync(proxy, 1);
        var first = await Echo.GetAsync(proxy.Client, "/a/");
        var spare = (await ReadyAsync(proxy, 1)).Spares!.Pids[0];

        var stopped = await proxy.Admin.StopAsync("a", Cancellation);

        Assert.Equal(("cold", null), (stopped.State, stopped.Pid));
        Assert.Equal([spare], stopped.Spares!.Pids);
        Assert.False(ProcessTable.IsAlive(first.Pid));
        Assert.Equal(spare, (await Echo.GetAsync(proxy.Client, "/a/")).Pid);
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task A_spare_serves_after_the_process_was_stopped_for_being_idle(string mode)
    {
        Manifest.Add("a", mode, "echo").With("warm_spares", "1").With("idle_timeout", "500ms");
        var proxy = await StartAsync();
        var first = await ReadyAsync(proxy, 1);
        Assert.Equal(first.Spares!.Pids[0], (await Echo.GetAsync(proxy.Client, "/a/")).Pid);
        await Eventually.True(async () => (await proxy.Admin.LambdaAsync("a", Cancellation)).State is "cold", () => "it was idle");

        var spare = (await ReadyAsync(proxy, 1)).Spares!.Pids[0];

        Assert.Equal(spare, (await Echo.GetAsync(proxy.Client, "/a/")).Pid);
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task A_spare_that_dies_is_replaced(string mode)
    {
        Manifest.Add("a", mode, "echo").With("warm_spares", "1");
        var proxy = await StartAsync();
        var dead = (await ReadyAsync(proxy, 1)).Spares!.Pids[0];

        LambdaProcesses.Kill(dead);
        await Eventually.True(
            async () => (await proxy.Admin.LambdaAsync("a", Cancellation)).Spares!.Pids is [var pid] && pid != dead, () => "another one is ready");

        await proxy.Output.LoggedAsync("a", $"a spare is lost, pid {dead}");
        Assert.NotEqual(dead, (await Echo.GetAsync(proxy.Client, "/a/")).Pid);
    }

    [Fact]
    public async Task Spares_that_fail_are_tried_with_a_back_off_that_is_told()
    {
        Manifest.Add("a", "pipe", "exit-before-ready", "42").With("warm_spares", "3");
        var proxy = await StartAsync();

        // Also while the next one waits: each look may find one that is just being started.
        LambdaStatus status = null!;
        await Eventually.True(
            async () => (status = await proxy.Admin.LambdaAsync("a", Cancellation)).Spares is { Failures: >= 3, RetryAfterSeconds: > 0 },
            () => $"three have failed, and the next one waits: {status}");

        Assert.Contains("42", status.Spares!.LastError, StringComparison.Ordinal);
        Assert.Equal(status.Spares.Failures, status.Spares.Starts);
        Assert.Equal(("cold", 0), (status.State, status.Starts));
        await proxy.Output.LoggedAsync("a", "start of a spare failed: ");
    }

    // With frames the end of the connection is the end of the process.
    [Theory, InlineData("pipe"), InlineData("http")]
    public async Task A_service_that_has_closed_the_connection_that_found_it_ready_is_sent_the_request_over_another(string mode)
    {
        var closed = Folder.File("closed");
        Manifest.Add("a", mode, "close-silence", closed).With("warm_spares", "1");
        var proxy = await StartAsync();
        await ReadyAsync(proxy, 1);
        await Eventually.True(() => File.Exists(closed), "the silent connection was closed");

        using var response = await proxy.Client.PostAsync("/a/", new ByteArrayContent([1]), Cancellation);

        Assert.Equal(1, (await Echo.ReadAsync(response)).BodyLength);
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task A_hundred_at_once_take_one_spare(string mode)
    {
        Manifest.Add("a", mode, "echo").With("warm_spares", "3");
        var proxy = await StartAsync();
        var before = await ReadyAsync(proxy, 3);

        var echoes = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Echo.GetAsync(proxy.Client, "/a/")));

        Assert.All(echoes, echo => Assert.Equal(before.Spares!.Pids[0], echo.Pid));
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task Who_measures_is_told_that_it_was_a_spare(string mode)
    {
        Manifest.Add("a", mode, "echo").With("warm_spares", "1");
        var proxy = await StartAsync();
        await ReadyAsync(proxy, 1);

        Assert.Contains(";desc=\"spare\"", await TimingAsync(proxy), StringComparison.Ordinal);
        Assert.DoesNotContain("desc=\"spare\"", await TimingAsync(proxy), StringComparison.Ordinal);
    }

    [Fact(Skip = OnlyUnix, SkipUnless = nameof(IsUnix))]
    public async Task Sigterm_ends_the_spares()
    {
        Manifest.Add("a", "pipe", "echo", "spawn-child").With("warm_spares", "2").Add("b", "http", "echo").With("warm_spares", "1");
        var proxy = await StartAsync();
        await ReadyAsync(proxy, 2);
        await ReadyAsync(proxy, 1, "b");

        proxy.Sigterm();

        Assert.Equal(0, await proxy.WaitForExitAsync());
        Assert.Empty(Alive);
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task Spares_do_not_outlive_a_proxy_that_is_killed(string mode)
    {
        Manifest.Add("a", mode, "ignore-sigterm").With("warm_spares", "2");
        var proxy = await StartAsync();
        await ReadyAsync(proxy, 2);

        proxy.Kill();

        await AssertNoProcessLeftAsync();
    }

    [Fact]
    public async Task A_changed_lambda_gets_new_spares_and_others_keep_theirs()
    {
        Manifest.Add("a", "pipe", "echo").With("warm_spares", "1").Add("b", "pipe", "echo").With("warm_spares", "1");
        var proxy = await StartAsync();
        var changed = (await ReadyAsync(proxy, 1)).Spares!.Pids[0];
        var kept = (await ReadyAsync(proxy, 1, "b")).Spares!.Pids[0];

        Manifest.Clear().Add("a", "pipe", "echo").With("warm_spares", "2").Add("b", "pipe", "echo").With("warm_spares", "1").Write();
        using var reloaded = await proxy.Admin.SendAsync(HttpMethod.Post, "/reload", Cancellation);
        Assert.Equal(HttpStatusCode.OK, reloaded.StatusCode);

        Assert.DoesNotContain(changed, (await ReadyAsync(proxy, 2)).Spares!.Pids);
        Assert.Equal([kept], (await proxy.Admin.LambdaAsync("b", Cancellation)).Spares!.Pids);
        await Eventually.True(() => !ProcessTable.IsAlive(changed), "the former spare has ended");
    }

    private static async Task<LambdaStatus> ReadyAsync(ProxyProcess proxy, int count, string id = "a")
    {
        LambdaStatus status = null!;
        await Eventually.True(
            async () => (status = await proxy.Admin.LambdaAsync(id, Cancellation)).Spares!.Pids.Count == count,
            () => $"{count} spares of {id} are ready: {status}");
        return status;
    }

    private static async Task<string> TimingAsync(ProxyProcess proxy)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/a/");
        request.Headers.Add("Prefer", "server-timing");
        using var response = await proxy.Client.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return response.Headers.GetValues("Server-Timing").Single();
    }
}
