using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ServiceDefaults;

/// <summary>Exports the spans of a program that has no host.</summary>
public sealed class ProgramTracing : IDisposable
{
    /// <summary>Enough for a receiver on the same machine, and short enough to wait for one that is gone.</summary>
    private const int FlushMilliseconds = 1000;

    private readonly TracerProvider _provider;

    private ProgramTracing(TracerProvider provider) => _provider = provider;

    /// <summary>Null if nobody wants to receive telemetry.</summary>
    /// <param name="serviceName">The resource's <c>service.name</c>; <c>OTEL_SERVICE_NAME</c> takes precedence.</param>
    /// <param name="source">Name of the activity source to listen to.</param>
    public static ProgramTracing? Start(string serviceName, string source) => TelemetryExtensions.IsTelemetryWanted
        ? new(Sdk.CreateTracerProviderBuilder()
            .ConfigureResource(resource => resource.AddService(serviceName).AddEnvironmentVariableDetector())
            .AddSource(source)
            .AddOtlpExporter()
            .Build())
        : null;

    /// <summary>Exports what has been recorded so far, for a bounded time.</summary>
    public void Flush() => _provider.ForceFlush(FlushMilliseconds);

    /// <summary>Exports what is left, for a bounded time.</summary>
    public void Dispose()
    {
        _provider.Shutdown(FlushMilliseconds);
        _provider.Dispose();
    }
}
