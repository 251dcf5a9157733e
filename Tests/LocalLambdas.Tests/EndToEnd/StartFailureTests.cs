using System.Net;
using Testing;

namespace LocalLambdas.Tests.EndToEnd;

[Collection(ProxyCollections.First)]
public sealed class StartFailureTests : ProxyTest
{
    [Theory, MemberData(nameof(Modes))]
    public async Task A_lambda_that_ends_before_it_is_ready_answers_503_with_its_exit_code(string mode)
    {
        Manifest.Add("a", mode, "exit-before-ready", "42");
        var proxy = await StartAsync();

        using var response = await proxy.Client.GetAsync("/a/", Cancellation);

        Assert.Contains("42", await AssertProblemAsync(HttpStatusCode.ServiceUnavailable, response), StringComparison.Ordinal);
        var status = await proxy.Admin.LambdaAsync("a", Cancellation);
        Assert.Contains("42", status.LastError, StringComparison.Ordinal);
        Assert.Null(status.Pid);
    }

    [Theory]
    [InlineData("fd:987", 68), InlineData("tcp:127.0.0.1:1#secret", 68), InlineData("nonsense", 64)]
    public async Task Why_a_lambda_could_not_reach_its_channel_is_told_by_its_exit_code_and_the_log(string channel, int exitCode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no /bin/sh");
        Manifest.AddProcess("a", "/bin/sh", "frames", "-c", $"LAMBDA_CHANNEL='{channel}' exec '{Artifacts.Executable("PipeService")}'");
        var proxy = await StartAsync();

        using var response = await proxy.Client.GetAsync("/a/", Cancellation);

        Assert.Contains($"exit code {exitCode}", await AssertProblemAsync(HttpStatusCode.ServiceUnavailable, response), StringComparison.Ordinal);
        Assert.Contains("urn:local_lambdas:start-failed", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        await proxy.Output.LoggedAsync("a", $"LAMBDA_CHANNEL is '{channel.Split('#')[0]}'");
        Assert.DoesNotContain("secret", proxy.Log(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("frames", "sent no HELLO on LAMBDA_CHANNEL within 1 s"), InlineData("pipe", "accepted no connection within 1 s")]
    public async Task What_a_lambda_has_not_done_in_time_is_told(string mode, string reason)
    {
        Manifest.Add("a", mode, "never-accept").With("start_timeout", "1");
        var proxy = await StartAsync();

        using var response = await proxy.Client.GetAsync("/a/", Cancellation);

        Assert.Contains(reason, await AssertProblemAsync(HttpStatusCode.ServiceUnavailable, response), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task The_request_after_a_failed_start_starts_again(string mode)
    {
        Manifest.Add("a", mode, "fail-first-start", Folder.File("failed"));
        var proxy = await StartAsync();

        using var failed = await proxy.Client.GetAsync("/a/", Cancellation);
        await AssertProblemAsync(HttpStatusCode.ServiceUnavailable, failed);
        var echo = await Echo.GetAsync(proxy.Client, "/a/");

        Assert.Equal(2, Started.Count);
        Assert.Contains(echo.Pid, Started);
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task Requests_that_wait_for_a_start_that_fails_are_all_told(string mode)
    {
        Manifest.Add("a", mode, "slow-start", "500", "fail-first-start", Folder.File("failed"));
        var proxy = await StartAsync();

        var responses = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => proxy.Client.GetAsync("/a/", Cancellation)));

        foreach (var response in responses)
            await AssertProblemAsync(HttpStatusCode.ServiceUnavailable, response);
        Assert.Single(Started);
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task A_lambda_that_never_accepts_answers_503_after_its_start_timeout_and_is_ended(string mode)
    {
        Manifest.Add("a", mode, "never-accept").With("start_timeout", "1");
        var proxy = await StartAsync();

        using var response = await proxy.Client.GetAsync("/a/", Cancellation);

        await AssertProblemAsync(HttpStatusCode.ServiceUnavailable, response);
        await AssertNoProcessLeftAsync();

        // By the proxy's own count: on a busy machine the process may be ended before it has recorded itself.
        var status = await proxy.Admin.LambdaAsync("a", Cancellation);
        Assert.Equal((1, null), (status.Starts, status.Pid));
    }

    [Fact]
    public async Task An_executable_that_vanished_answers_503_and_is_named_in_the_log_alone()
    {
        var executable = Folder.File("gone.exe");
        File.Copy(Artifacts.Executable("FaultyLambda"), executable);
        Manifest.AddProcess("a", executable, "pipe");
        var proxy = await StartAsync();
        File.Delete(executable);

        using var response = await proxy.Client.GetAsync("/a/", Cancellation);

        await AssertProblemAsync(HttpStatusCode.ServiceUnavailable, response);
        Assert.DoesNotContain("gone.exe", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Contains("gone.exe", (await proxy.Admin.LambdaAsync("a", Cancellation)).LastError, StringComparison.Ordinal);
        await Eventually.True(() => proxy.Output.Of("a").Any(line => line.Contains("gone.exe", StringComparison.Ordinal)), "the log names it");
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task A_lambda_that_fails_again_and_again_is_started_ever_more_rarely_as_admin_and_log_say(string mode)
    {
        Manifest.Add("a", mode, "exit-before-ready", "3");
        var proxy = await StartAsync();

        await Eventually.True(
            async () =>
            {
                using var answer = await proxy.Client.GetAsync("/a/", Cancellation);
                var problem = await answer.Content.ReadAsStringAsync(Cancellation);
                var waits = problem.Contains("urn:local_lambdas:backing-off", StringComparison.Ordinal);
                Assert.True(waits == answer.Headers.RetryAfter is not null, problem);
                Assert.True(waits || problem.Contains("urn:local_lambdas:start-failed", StringComparison.Ordinal), problem);
                return (await proxy.Admin.LambdaAsync("a", Cancellation)).Starts == 4;
            },
            () => $"four starts, not {Started.Count}");

        await proxy.Output.LoggedAsync("a", "times in a row: not started again within");
        using var status = await proxy.Admin.GetAsync("/lambdas/a", Cancellation);
        Assert.Equal(("failed", 4), (status.RootElement.GetProperty("state").GetString(), status.RootElement.GetProperty("failures").GetInt32()));
        Assert.InRange(status.RootElement.GetProperty("retryAfterSeconds").GetDouble(), 0, 0.8);

        // Whoever starts it by hand need not wait.
        using var byHand = await proxy.Admin.SendAsync(HttpMethod.Post, "/lambdas/a/start", Cancellation);
        Assert.Equal(5, Started.Count);
    }
}
