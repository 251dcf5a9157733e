using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ServiceDefaults;

/// <summary>
/// Exports the spans of an activity source under a resource of its own: one process then speaks for another that has no exporter.
/// Everything is exported: whoever makes the spans has decided already.
/// </summary>
public sealed class ResourceTracing : IAsyncDisposable
{
    private readonly TracerProvider _provider;

    private ResourceTracing(TracerProvider provider) => _provider = provider;

    /// <summary>Null if nobody wants to receive telemetry.</summary>
    /// <param name="serviceName">The resource's <c>service.name</c> and <c>service.instance.id</c>; this process's own variables do not apply.</param>
    public static ResourceTracing? Start(string serviceName, string source) => TelemetryExtensions.IsTelemetryWanted
        ? new(Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(ResourceBuilder.CreateEmpty().AddTelemetrySdk().AddService(serviceName, serviceInstanceId: serviceName))
            .SetSampler(new AlwaysOnSampler())
            .AddSource(source)
            .AddOtlpExporter()
            .Build())
        : null;

    /// <summary>Sends what is left, for a bounded time.</summary>
    public async ValueTask DisposeAsync() => await Task.Run(() =>
    {
        _provider.Shutdown(FlushLimit.Milliseconds);
        _provider.Dispose();
    }).ConfigureAwait(false);
}
