using Testing;
using Testing.Otlp;
using Testing.Proxy;

namespace LocalLambdas.Tests.EndToEnd.Telemetry;

/// <summary>Nobody who does not ask for telemetry shall pay for it.</summary>
[Collection(ProxyCollections.Second)]
public sealed class TelemetryOffTests : TelemetryTest
{
    [Fact]
    public async Task Without_an_endpoint_nothing_of_OpenTelemetry_is_loaded()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only /proc tells what another process has loaded");
        var off = await StartAsync(RealServicesTests.RepositoryManifest, OtlpReceiver.NoTelemetry);
        var on = await StartAsync(RealServicesTests.RepositoryManifest, Receiver.Environment);

        Assert.Empty(await LoadedAsync(off));
        Assert.Contains("OpenTelemetry.dll", await LoadedAsync(on)); // else the test could not see it
        Assert.True(Receiver.Connections > 0);
    }

    [Fact]
    public async Task What_the_proxy_logs_is_exported()
    {
        Manifest.Add("broken", "pipe", "exit-before-ready", "7");
        var proxy = await StartTracedAsync();

        using var response = await proxy.Client.GetAsync("/broken/", Cancellation);

        await Eventually.True(
            () => Receiver.Logs.Any(text => text.Contains("broken", StringComparison.Ordinal)),
            "a log record names the lambda whose start failed");
    }

    /// <summary>The proxy's and the services' OpenTelemetry, after both services have answered.</summary>
    private static async Task<IReadOnlyList<string>> LoadedAsync(ProxyProcess proxy)
    {
        await proxy.Client.GetStringAsync("/pipe/", Cancellation);
        await proxy.Client.GetStringAsync("/http/", Cancellation);
        var services = await proxy.Admin.LambdasAsync(Cancellation);
        return [.. services.Select(service => service.Pid!.Value).Append(proxy.Id).SelectMany(OpenTelemetryIn).Distinct()];
    }

    private static IEnumerable<string> OpenTelemetryIn(int pid) =>
        from line in File.ReadLines($"/proc/{pid}/maps")
        let file = Path.GetFileName(line)
        where file.StartsWith("OpenTelemetry", StringComparison.Ordinal)
        select file;
}
