using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace ServiceDefaults;

/// <summary>Exports the telemetry of a program that has no host.</summary>
public sealed class ProgramTelemetry : IDisposable
{
    private readonly ServiceProvider _services;
    private readonly TracerProvider _tracing;
    private readonly MeterProvider _metrics;

    private ProgramTelemetry(ServiceProvider services)
    {
        _services = services;
        _tracing = services.GetRequiredService<TracerProvider>();
        _metrics = services.GetRequiredService<MeterProvider>();
    }

    /// <summary>Null if nobody wants to receive telemetry.</summary>
    /// <param name="serviceName">The resource's <c>service.name</c>; <c>OTEL_SERVICE_NAME</c> takes precedence.</param>
    /// <param name="sources">Names of the activity sources and meters to listen to.</param>
    public static ProgramTelemetry? Start(string serviceName, params string[] sources)
    {
        if (!TelemetryExtensions.IsTelemetryWanted) return null;

        var configuration = new ConfigurationBuilder();
        var services = new ServiceCollection();
        services.AddLogging(logging => OpenTelemetrySetup.AddTo(services, logging, configuration, serviceName, sources));
        services.AddSingleton<IConfiguration>(configuration.Build());
        return new(services.BuildServiceProvider());
    }

    /// <summary>Their records are exported, and shown nowhere else.</summary>
    public ILoggerFactory Loggers => _services.GetRequiredService<ILoggerFactory>();

    /// <summary>Its records are exported, and shown nowhere else.</summary>
    public ILogger<T> Logger<T>() => _services.GetRequiredService<ILogger<T>>();

    /// <summary>Exports what has been recorded so far, for a bounded time.</summary>
    public void Flush()
    {
        _tracing.ForceFlush(FlushLimit.Milliseconds);
        _metrics.ForceFlush(FlushLimit.Milliseconds);
    }

    /// <summary>Exports what is left, for a bounded time.</summary>
    public void Dispose()
    {
        TelemetryFlush.AllAsync(_services, CancellationToken.None).GetAwaiter().GetResult();
        _services.Dispose();
    }
}
