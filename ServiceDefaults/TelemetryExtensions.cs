using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

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
        // In a class of its own: the assemblies of OpenTelemetry are loaded only if it is used
        if (IsTelemetryWanted) AddTo(builder, serviceName, sources);
        return builder;
    }

    private static void AddTo(IHostApplicationBuilder builder, string serviceName, string[] sources)
    {
        // Hosted services stop in reverse order: registered before those of the application, it sees their last telemetry.
        builder.Services.AddHostedService<TelemetryFlush>();
        OpenTelemetrySetup.AddTo(builder.Services, builder.Logging, builder.Configuration, serviceName, sources);
    }
}
