using System.Net;
using Testing;
using Testing.Processes;

namespace LocalLambdas.Tests.EndToEnd;

[Collection(ProxyCollections.Second)]
public sealed class AdminTests : ProxyTest
{
    [Fact]
    public async Task The_admin_endpoint_is_off_unless_its_address_is_set()
    {
        Manifest.Add("a", "pipe", "echo");
        var proxy = await StartAsync(("ADMIN_ADDRESS", null));

        await Echo.GetAsync(proxy.Client, "/a/");

        Assert.False(proxy.Output.Admin.IsCompleted);
        using var response = await proxy.Client.GetAsync("/lambdas", Cancellation);
        await AssertProblemAsync(HttpStatusCode.NotFound, response);
    }

    [Fact]
    public async Task It_tells_of_the_proxy_and_of_every_lambda_in_the_order_of_the_manifest()
    {
        Manifest.Add("b", "pipe", "echo").Add("a", "http", "echo");
        var proxy = await StartAsync();

        using var health = await proxy.Admin.GetAsync("/health", Cancellation);
        using var list = await proxy.Admin.GetAsync("/lambdas", Cancellation);
        var lambdas = await proxy.Admin.LambdasAsync(Cancellation);

        Assert.Equal("healthy", health.RootElement.GetProperty("status").GetString());
        var about = list.RootElement.GetProperty("proxy");
        Assert.Equal(proxy.Id, about.GetProperty("pid").GetInt32());
        Assert.NotEmpty(about.GetProperty("version").GetString()!);
        Assert.True(about.GetProperty("startedAt").GetDateTimeOffset() <= DateTimeOffset.UtcNow);
        Assert.Equal([("b", "/b/*", "pipe", "cold"), ("a", "/a/*", "http", "cold")],
            lambdas.Select(lambda => (lambda.Id, lambda.Route, lambda.CommunicationMode, lambda.State)));
        Assert.All(lambdas, lambda => Assert.Null(lambda.LastStart));
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task The_phases_of_the_last_start_follow_each_other(string mode)
    {
        Manifest.Add("a", mode, "slow-start", "200", "echo");
        var proxy = await StartAsync();

        var before = DateTimeOffset.UtcNow;
        await Echo.GetAsync(proxy.Client, "/a/?delay=100");
        var elapsed = (DateTimeOffset.UtcNow - before).TotalMicroseconds;

        var start = (await proxy.Admin.LambdaAsync("a", Cancellation)).LastStart!;
        Assert.True(start.StartedAt >= before, $"{start.StartedAt:O} is not after {before:O}");
        Assert.True(start.SpawnMicroseconds > 0);
        Assert.True(start.AcceptMicroseconds >= 200_000, $"accepted after {start.AcceptMicroseconds} µs, although it slept for longer");
        Assert.True(start.FirstAnswerMicroseconds >= 100_000, $"answered after {start.FirstAnswerMicroseconds} µs, although it slept for longer");
        var sum = start.SpawnMicroseconds + start.AcceptMicroseconds!.Value + start.FirstAnswerMicroseconds!.Value;
        Assert.True(sum <= elapsed, $"the phases take {sum} µs, the whole request {elapsed} µs");
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task Stop_answers_when_the_process_is_gone_and_the_next_request_starts_another(string mode)
    {
        Manifest.Add("a", mode, "echo");
        var proxy = await StartAsync();
        var first = await Echo.GetAsync(proxy.Client, "/a/");

        var stopped = await proxy.Admin.StopAsync("a", Cancellation);

        Assert.Equal(("cold", null), (stopped.State, stopped.Pid));
        Assert.False(ProcessTable.IsAlive(first.Pid));
        Assert.NotEqual(first.Nonce, (await Echo.GetAsync(proxy.Client, "/a/")).Nonce);
        Assert.Equal(2, (await proxy.Admin.LambdaAsync("a", Cancellation)).Starts);
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task Start_starts_without_a_request_and_only_once(string mode)
    {
        Manifest.Add("a", mode, "echo");
        var proxy = await StartAsync();

        var started = await proxy.Admin.StartAsync("a", Cancellation);
        var again = await proxy.Admin.StartAsync("a", Cancellation);

        Assert.Equal(("running", 1), (started.State, started.Starts));
        Assert.NotNull(started.LastStart!.AcceptMicroseconds);
        Assert.Null(started.LastStart.FirstAnswerMicroseconds);
        Assert.Equal(started.Pid, again.Pid);
        Assert.Equal(started.Pid, (await Echo.GetAsync(proxy.Client, "/a/")).Pid);
    }

    [Fact]
    public async Task Stop_ends_the_grandchildren_too_and_a_cold_lambda_may_be_stopped()
    {
        Manifest.Add("a", "pipe", "spawn-child", "ignore-sigterm");
        var proxy = await StartAsync();
        Assert.Equal("cold", (await proxy.Admin.StopAsync("a", Cancellation)).State);
        await Echo.GetAsync(proxy.Client, "/a/");

        await proxy.Admin.StopAsync("a", Cancellation);

        Assert.Equal(2, Started.Count);
        await AssertNoProcessLeftAsync();
    }

    [Fact]
    public async Task Stop_asks_before_it_kills()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("Windows has no signal to ask with");
        Manifest.Add("a", "pipe", "note-sigterm", Folder.File("a")).Add("b", "pipe", "note-sigterm", Folder.File("b"), "ignore-sigterm", "spawn-child");
        var proxy = await StartAsync();
        await Echo.GetAsync(proxy.Client, "/a/");
        await Echo.GetAsync(proxy.Client, "/b/");

        await Task.WhenAll(proxy.Admin.StopAsync("a", Cancellation), proxy.Admin.StopAsync("b", Cancellation));

        Assert.All(["a", "b"], lambda => Assert.True(File.Exists(Folder.File(lambda)), $"{lambda} was not asked"));
        Assert.Equal(3, Started.Count);
        await AssertNoProcessLeftAsync();
    }

    [Fact]
    public async Task Stop_ends_the_daemons_too_and_those_of_no_other_lambda()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("only Linux shows who has started whom");
        Manifest.Add("a", "pipe", "spawn-daemon").Add("b", "http", "spawn-daemon");
        var proxy = await StartAsync();
        var a = await Echo.GetAsync(proxy.Client, "/a/");
        var b = await Echo.GetAsync(proxy.Client, "/b/");
        await Eventually.True(() => Started.Count == 4, "the daemons run");

        await proxy.Admin.StopAsync("a", Cancellation);

        await Eventually.True(() => !ProcessTable.IsAlive(a.Child!.Value), "the daemon of a has ended");
        Assert.True(ProcessTable.IsAlive(b.Child!.Value), "the daemon of b has ended");
    }

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("GET", "/lambdas/b")]
    [InlineData("POST", "/lambdas/b/start")]
    [InlineData("POST", "/lambdas/b/stop")]
    [InlineData("POST", "/lambdas/a/explode")]
    public async Task An_unknown_lambda_or_command_is_404(string method, string path)
    {
        Manifest.Add("a", "pipe", "echo");
        var proxy = await StartAsync();

        using var response = await proxy.Admin.SendAsync(new(method), path, Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task A_command_that_is_no_POST_does_nothing()
    {
        Manifest.Add("a", "pipe", "echo");
        var proxy = await StartAsync();
        var echo = await Echo.GetAsync(proxy.Client, "/a/");

        using var response = await proxy.Admin.SendAsync(HttpMethod.Get, "/lambdas/a/stop", Cancellation);

        Assert.InRange((int)response.StatusCode, 400, 499);
        Assert.Equal(echo.Pid, (await proxy.Admin.LambdaAsync("a", Cancellation)).Pid);
    }
}
