using System.Net;
using Testing;
using Testing.Processes;

namespace LocalLambdas.Tests.EndToEnd;

[Collection(ProxyCollections.First)]
public sealed class DeathTests : ProxyTest
{
    [Theory, MemberData(nameof(Modes))]
    public async Task A_lambda_that_dies_while_it_answers_gives_502_and_the_next_request_starts_another(string mode)
    {
        Manifest.Add("a", mode, "exit-while-answering");
        var proxy = await StartAsync();

        // Half of a frame is nothing of an answer, so that a GET would be sent again.
        var method = mode is "frames" ? HttpMethod.Post : HttpMethod.Get;
        for (var starts = 1; starts <= 2; starts++)
        {
            using var response = await proxy.Client.SendAsync(new(method, "/a/"), Cancellation);
            await AssertProblemAsync(HttpStatusCode.BadGateway, response);
            Assert.Equal(starts, Started.Count);
            await AssertNoProcessLeftAsync();
        }
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task A_lambda_that_died_after_its_answer_is_started_by_the_next_request(string mode)
    {
        Manifest.Add("a", mode, "exit-after-answer");
        var proxy = await StartAsync();

        for (var starts = 1; starts <= 3; starts++)
        {
            var echo = await Echo.GetAsync(proxy.Client, "/a/");
            Assert.Equal(starts, Started.Count);
            await Eventually.True(() => !ProcessTable.IsAlive(echo.Pid), $"{echo.Pid} has ended");
        }
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task A_killed_lambda_is_started_by_the_next_request(string mode)
    {
        Manifest.Add("a", mode, "echo");
        var proxy = await StartAsync();
        var first = await Echo.GetAsync(proxy.Client, "/a/");

        LambdaProcesses.Kill(first.Pid);
        await Eventually.True(() => !ProcessTable.IsAlive(first.Pid), $"{first.Pid} has ended");

        Assert.NotEqual(first.Nonce, (await Echo.GetAsync(proxy.Client, "/a/")).Nonce);
        Assert.Equal(2, (await proxy.Admin.LambdaAsync("a", Cancellation)).Starts);
    }

    [Fact]
    public async Task A_killed_lambda_leaves_no_daemon()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("only Linux shows who has started whom");
        Manifest.Add("a", "pipe", "spawn-daemon");
        var proxy = await StartAsync();
        var first = await Echo.GetAsync(proxy.Client, "/a/");
        await Eventually.True(() => Started.Count == 2, "the daemon runs");

        LambdaProcesses.Kill(first.Pid);

        await Eventually.True(() => !ProcessTable.IsAlive(first.Child!.Value), "the daemon has ended");
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task The_death_of_one_lambda_leaves_its_neighbour_alone(string mode)
    {
        Manifest.Add("a", mode, "echo").Add("b", mode, "exit-while-answering");
        var proxy = await StartAsync();
        var before = await Echo.GetAsync(proxy.Client, "/a/");

        using var response = await proxy.Client.GetAsync("/b/", Cancellation);

        await AssertProblemAsync(HttpStatusCode.BadGateway, response);
        Assert.Equal(before.Nonce, (await Echo.GetAsync(proxy.Client, "/a/")).Nonce);
    }
}
