using Testing;
using Testing.Otlp;

namespace LocalLambdas.Tests.EndToEnd.Telemetry;

[Collection(ProxyCollections.Second)]
public sealed class MetricsTests : TelemetryTest
{
    private const string Lambda = "pipe-service";

    /// <summary>What one start, its answer, and the same answer out of the cache leave behind.</summary>
    public static TheoryData<string, string, string, double, string[]> Expected => new()
    {
        { "http.server.request.duration", "s", "histogram", 2, ["http.request.method=GET", "http.response.status_code=200", "url.scheme=http"] },
        { "http.server.active_requests", "{request}", "updowncounter", 0, ["http.request.method=GET", "url.scheme=http"] },
        { "faas.init_duration", "s", "histogram", 1, [] },
        { "faas.coldstarts", "{coldstart}", "counter", 1, [] },
        { "local_lambdas.cache.requests", "{request}", "counter", 1, ["local_lambdas.cache=hit"] },
        { "local_lambdas.cache.requests", "{request}", "counter", 1, ["local_lambdas.cache=miss"] },
        { "local_lambdas.hop.duration", "s", "histogram", 2, ["local_lambdas.hop=cache"] },
        { "local_lambdas.hop.duration", "s", "histogram", 1, ["local_lambdas.hop=start"] },
        { "local_lambdas.hop.duration", "s", "histogram", 1, ["local_lambdas.hop=connect"] },
        { "local_lambdas.hop.duration", "s", "histogram", 1, ["local_lambdas.hop=transport"] },
    };

    [Fact]
    public async Task The_proxy_counts_and_times_per_lambda()
    {
        var proxy = await StartAsync(RealServicesTests.RepositoryManifest, [.. Receiver.Environment, ("ENABLE_CACHE", "true")]);

        for (var request = 0; request < 2; request++)
            await proxy.Client.GetStringAsync("/pipe/?max-age=60", Cancellation);

        foreach (var row in Expected)
        {
            var (name, unit, type, value, attributes) = row.Data;
            await Eventually.True(
                () => Receiver.Metrics.Any(point => IsPoint(point, name, unit, type, attributes) && point.Value == value),
                $"{name} [{unit}] {type} {value} {string.Join(' ', attributes)}: {string.Join('\n', Receiver.Metrics.Where(point => point.Name == name).Distinct())}");
        }

        // In seconds: a process does not start in a microsecond, nor in the time the test may take. A histogram may be exported while it is
        // being written for the first time, and then has counted nothing
        Assert.All(
            Receiver.Metrics.Where(point => point.Name == "faas.init_duration" && point.Value > 0),
            point => Assert.InRange(point.Sum, 1e-6, Eventually.Limit.TotalSeconds));
    }

    private static bool IsPoint(ReceivedMetric point, string name, string unit, string type, string[] attributes) =>
        (point.Service, point.Scope, point.Name, point.Unit, point.Type) == ("local-lambdas", "local_lambdas", name, unit, type)
        && point.Attributes.GetValueOrDefault("faas.invoked_name") == Lambda
        && attributes.Select(attribute => attribute.Split('=')).All(pair => point.Attributes.GetValueOrDefault(pair[0]) == pair[1]);
}
