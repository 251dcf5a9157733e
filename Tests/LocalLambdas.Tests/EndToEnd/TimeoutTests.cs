using System.Net;
using Testing;
using Testing.Proxy;

namespace LocalLambdas.Tests.EndToEnd;

[Collection(ProxyCollections.Second)]
public sealed class TimeoutTests : ProxyTest
{
    private const string LongerThanEveryTimeout = "delay=600000";

    // The others have as long, so it is long: all modes wait for it at the same time.
    [Fact]
    public async Task A_request_that_takes_too_long_gives_504_and_leaves_the_others_alone()
    {
        string[] modes = [.. Modes.Select(mode => mode.Data)];
        foreach (var mode in modes) Manifest.Add(mode, mode, "echo").With("request_timeout", "10");
        var proxy = await StartAsync();

        await Task.WhenAll(modes.Select(TakesTooLongAsync));

        async Task TakesTooLongAsync(string mode)
        {
            var before = await Echo.GetAsync(proxy.Client, $"/{mode}/");

            var slow = proxy.Client.GetAsync($"/{mode}/?{LongerThanEveryTimeout}", Cancellation);
            var neighbours = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Echo.GetAsync(proxy.Client, $"/{mode}/?delay=100")));
            using var response = await slow;
            var after = await Echo.GetAsync(proxy.Client, $"/{mode}/");

            await AssertProblemAsync(HttpStatusCode.GatewayTimeout, response);
            Assert.All(neighbours, echo => Assert.Equal(before.Nonce, echo.Nonce));
            Assert.Equal(before.Nonce, after.Nonce);
        }
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task A_client_that_goes_away_leaves_the_others_alone(string mode)
    {
        Manifest.Add("a", mode, "echo");
        var proxy = await StartAsync();
        var before = await Echo.GetAsync(proxy.Client, "/a/");

        using (var impatience = new CancellationTokenSource())
        {
            var request = proxy.Client.GetAsync($"/a/?{LongerThanEveryTimeout}", impatience.Token);
            await InFlightAsync(proxy.Admin, 1);
            await impatience.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        }

        await InFlightAsync(proxy.Admin, 0);
        Assert.Equal(before.Nonce, (await Echo.GetAsync(proxy.Client, "/a/")).Nonce);
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task An_idle_lambda_is_ended_and_started_again_by_the_next_request(string mode)
    {
        Manifest.Add("a", mode, "echo").With("idle_timeout", "1");
        var proxy = await StartAsync();
        var first = await Echo.GetAsync(proxy.Client, "/a/");

        await Eventually.True(
            async () => (await proxy.Admin.LambdaAsync("a", Cancellation)).State == "cold", () => "the lambda is cold again");

        Assert.Empty(Alive);
        Assert.NotEqual(first.Nonce, (await Echo.GetAsync(proxy.Client, "/a/")).Nonce);
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task A_lambda_with_a_request_in_flight_is_not_idle(string mode)
    {
        Manifest.Add("a", mode, "echo").With("idle_timeout", "1");
        var proxy = await StartAsync();

        var echo = await Echo.GetAsync(proxy.Client, "/a/?delay=3000");

        Assert.Equal([echo.Pid], Started);
    }

    private static Task InFlightAsync(AdminClient admin, int count) => Eventually.True(
        async () => (await admin.LambdaAsync("a", Cancellation)).InFlight == count, () => $"{count} in flight");
}
