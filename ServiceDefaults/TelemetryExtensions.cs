using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Resources;

namespace ServiceDefaults;

/// <summary>OpenTelemetry for the proxy, the HTTP service and the runner: the same everywhere, or nothing at all.</summary>
public static class TelemetryExtensions
{
    /// <summary>The standard variable that says where telemetry goes. Unset: telemetry is off.</summary>
    public const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>True if somebody wants to receive telemetry.</summary>
    public static bool IsTelemetryWanted => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(EndpointVariable));

    /// <summary>
    /// Exports traces, metrics and logs over OTLP. Without an endpoint nothing is added: then no activity has a listener, and starting one costs
    /// a few nanoseconds. There is no HTTP client here and so no resilience handler: a failure that is retried out of sight is no measurement.
    /// </summary>
    /// <param name="serviceName">The resource's <c>service.name</c>; <c>OTEL_SERVICE_NAME</c> takes precedence.</param>
    /// <param name="sources">Names of the activity sources and meters to listen to.</param>
    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder, string serviceName, params string[] sources)
        where TBuilder : IHostApplicationBuilder
    {
        if (!IsTelemetryWanted) return builder;

        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(serviceName).AddEnvironmentVariableDetector())
            .WithTracing(tracing => tracing.AddSource(sources))
            .WithMetrics(metrics => metrics.AddMeter(sources))
            .UseOtlpExporter();
        return builder;
    }
}
