using System.Net.Http.Json;
using System.Text.Json;
using Testing;
using Testing.Processes;

namespace LocalLambdas.Tests.EndToEnd;

/// <summary>The manifest of the repository with the services it names.</summary>
[Collection(ProxyCollections.First)]
public sealed class RealServicesTests : ProxyTest
{
    internal static readonly string RepositoryManifest = Path.Combine(Artifacts.RepositoryRoot, "manifest.xml");

    public static TheoryData<string, string> Services => new() { { "pipe-service", "pipe" }, { "http-service", "http" } };

    [Theory, MemberData(nameof(Services))]
    public async Task A_service_answers_cold_and_warm_and_ends_with_the_proxy(string id, string mode)
    {
        var proxy = await StartAsync(RepositoryManifest);
        Assert.Equal("cold", (await proxy.Admin.LambdaAsync(id, Cancellation)).State);

        foreach (var uri in new[] { $"/{mode}/cold?q=1", $"/{mode}/warm?q=2" })
        {
            var answer = await proxy.Client.GetFromJsonAsync<JsonElement>(uri, Cancellation);
            Assert.Equal(mode, answer.GetProperty("communication").GetString());
            Assert.True(answer.GetProperty("timestamp").GetInt64() > 0);
            Assert.Equal("GET", answer.GetProperty("request").GetProperty("method").GetString());
            Assert.Equal(uri, answer.GetProperty("request").GetProperty("uri").GetString());
        }

        var running = await proxy.Admin.LambdaAsync(id, Cancellation);
        Assert.Equal(("running", 1), (running.State, running.Starts));
        Assert.Contains(running.Pid!.Value, Alive);
    }

    [Theory, MemberData(nameof(Services))]
    public async Task A_service_that_was_stopped_starts_cold_again(string id, string mode)
    {
        var proxy = await StartAsync(RepositoryManifest);

        for (var start = 1; start <= 3; start++)
        {
            await proxy.Client.GetStringAsync($"/{mode}/", Cancellation);
            var status = await proxy.Admin.LambdaAsync(id, Cancellation);
            Assert.Equal(start, status.Starts);
            Assert.NotNull(status.LastStart?.FirstAnswerMicroseconds);
            await proxy.Admin.StopAsync(id, Cancellation);
        }
    }

    [Theory, MemberData(nameof(Services))]
    public async Task A_service_is_answered_from_the_cache_without_a_process(string id, string mode)
    {
        var proxy = await StartAsync(RepositoryManifest, ("ENABLE_CACHE", "true"));
        var first = await proxy.Client.GetStringAsync($"/{mode}/?max-age=60", Cancellation);
        await proxy.Admin.StopAsync(id, Cancellation);

        using var response = await proxy.Client.GetAsync($"/{mode}/?max-age=60", Cancellation);

        Assert.Equal("local_lambdas; hit", Assert.Single(response.Headers.GetValues("Cache-Status")));
        Assert.Equal(first, await response.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(1, (await proxy.Admin.LambdaAsync(id, Cancellation)).Starts);
    }

    [Theory]
    [InlineData("pipe", 10_000_000), InlineData("http", 10_000_000), InlineData("pipe", 1000), InlineData("http", 1000)]
    public async Task A_service_pads_its_answer(string mode, int bytes)
    {
        var proxy = await StartAsync(RepositoryManifest);

        Assert.Equal(bytes, (await proxy.Client.GetByteArrayAsync($"/{mode}/?bytes={bytes}", Cancellation)).Length);
    }

    [Fact]
    public async Task A_killed_proxy_leaves_no_service()
    {
        var proxy = await StartAsync(RepositoryManifest);
        await proxy.Client.GetStringAsync("/pipe/", Cancellation);
        await proxy.Client.GetStringAsync("/http/", Cancellation);
        var pids = (await proxy.Admin.LambdasAsync(Cancellation)).Select(lambda => lambda.Pid!.Value).ToArray();
        Assert.Equal(2, pids.Length);

        proxy.Kill();

        await Eventually.True(() => !pids.Any(ProcessTable.IsAlive), "both services have ended");
    }
}
