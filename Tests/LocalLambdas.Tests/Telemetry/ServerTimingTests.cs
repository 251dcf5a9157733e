using System.Diagnostics;
using System.Globalization;
using LocalLambdas.Tests.EndToEnd;
using Testing;
using Testing.Proxy;

namespace LocalLambdas.Tests.Telemetry;

/// <summary>The hop times of real requests.</summary>
[Collection(ProxyCollections.First)]
public sealed class ServerTimingTests : ProxyTest
{
    public static TheoryData<string> Services => ["pipe", "http"];

    [Theory, MemberData(nameof(Services))]
    public async Task A_request_that_asks_is_told_the_hops(string mode)
    {
        var proxy = await StartAsync(Path.Combine(Artifacts.RepositoryRoot, "manifest.xml"), ("ENABLE_CACHE", "true"));
        var sent = Stopwatch.GetTimestamp();

        var cold = await HopsAsync(proxy, $"/{mode}/x");
        var warm = await HopsAsync(proxy, $"/{mode}/y?max-age=60");
        var hit = await HopsAsync(proxy, $"/{mode}/y?max-age=60");

        Assert.Equal(["cache", "connect", "handler", "queue", "start", "total", "transport"], cold.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(cold.Keys.Order(StringComparer.Ordinal), warm.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["cache", "queue", "total"], hit.Keys.Order(StringComparer.Ordinal));
        Assert.True(cold["start"] > warm["start"]);
        Assert.True(cold["start"] + cold["connect"] + cold["transport"] + cold["handler"] <= cold["total"]);
        Assert.True(warm["handler"] > 0);

        // The client's own clock, with which it derives the way there and back
        if (OperatingSystem.IsLinux()) Assert.InRange(await ReceivedAsync(proxy, $"/{mode}/x"), Microseconds(sent), Microseconds(Stopwatch.GetTimestamp()));
    }

    [Theory, MemberData(nameof(Services))]
    public async Task A_request_that_does_not_ask_is_told_nothing_and_what_was_told_is_not_stored(string mode)
    {
        var proxy = await StartAsync(Path.Combine(Artifacts.RepositoryRoot, "manifest.xml"), ("ENABLE_CACHE", "true"));
        await HopsAsync(proxy, $"/{mode}/y?max-age=60");

        using var hit = await proxy.Client.GetAsync($"/{mode}/y?max-age=60", Cancellation);

        Assert.Equal("local_lambdas; hit", Assert.Single(hit.Headers.GetValues("Cache-Status")));
        Assert.False(hit.Headers.Contains("Server-Timing"));
    }

    // What carries its body decides how it waits for its turn, and only a process tells.
    [Fact]
    public async Task A_start_that_came_before_the_place_in_the_queue_counts()
    {
        Manifest.Add("a", "pipe", "echo").With("protocol", "auto");
        Manifest.With("max_concurrency", "1");
        var proxy = await StartAsync();

        var cold = await HopsAsync(proxy, "/a/x", new byte[200_000]);

        var start = (await proxy.Admin.LambdaAsync("a", Cancellation)).LastStart!;
        Assert.InRange(cold["start"], (start.SpawnMicroseconds + start.AcceptMicroseconds!.Value) / 2000, cold["total"]);
    }

    private static long Microseconds(long timestamp) => timestamp / (Stopwatch.Frequency / 1_000_000);

    private static async Task<Dictionary<string, double>> HopsAsync(ProxyProcess proxy, string uri, byte[]? body = null) => (await MetricsAsync(proxy, uri, body))
        .Where(metric => metric[1].StartsWith("dur=", StringComparison.Ordinal))
        .ToDictionary(metric => metric[0], metric => double.Parse(metric[1][4..], CultureInfo.InvariantCulture));

    private static async Task<long> ReceivedAsync(ProxyProcess proxy, string uri) => (await MetricsAsync(proxy, uri))
        .Where(metric => metric[0] == "received")
        .Select(metric => long.Parse(metric[1]["desc=\"".Length..^1], CultureInfo.InvariantCulture))
        .Single();

    private static async Task<string[][]> MetricsAsync(ProxyProcess proxy, string uri, byte[]? body = null)
    {
        using var content = body is null ? null : new ByteArrayContent(body);
        using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, uri)
        {
            Content = content,
            Headers = { { "Prefer", "server-timing" } },
        };
        using var response = await proxy.Client.SendAsync(request, Cancellation);
        Assert.True(response.IsSuccessStatusCode);
        return [.. Assert.Single(response.Headers.GetValues("Server-Timing")).Split(", ").Select(metric => metric.Split(';'))];
    }
}
