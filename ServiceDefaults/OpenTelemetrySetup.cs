using System.Collections;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Resources;

namespace ServiceDefaults;

internal static class OpenTelemetrySetup
{
    public static void AddTo(IHostApplicationBuilder builder, string serviceName, string[] sources)
    {
        // The SDK reads its standard variables from the host's configuration, and a bare host has none.
        builder.Configuration.AddInMemoryCollection(StandardVariables());
        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });

        // Hosted services stop in reverse order: registered before those of the application, it sees their last telemetry.
        builder.Services.AddHostedService<TelemetryFlush>();
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(serviceName).AddEnvironmentVariableDetector())
            .WithTracing(tracing => tracing.AddSource(sources))
            .WithMetrics(metrics => metrics.AddMeter(sources))
            .UseOtlpExporter();
    }

    private static IEnumerable<KeyValuePair<string, string?>> StandardVariables() => Environment.GetEnvironmentVariables()
        .Cast<DictionaryEntry>()
        .Where(variable => ((string)variable.Key).StartsWith("OTEL_", StringComparison.Ordinal))
        .Select(variable => KeyValuePair.Create((string)variable.Key, (string?)variable.Value));
}
