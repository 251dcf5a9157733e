using System.Collections;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Resources;

namespace ServiceDefaults;

internal static class OpenTelemetrySetup
{
    public static void AddTo(IServiceCollection services, ILoggingBuilder logging, IConfigurationBuilder configuration, string serviceName, string[] sources)
    {
        // The SDK reads its standard variables from the configuration, and a bare host has none.
        configuration.AddInMemoryCollection(StandardVariables());
        logging.AddOpenTelemetry(options =>
        {
            options.IncludeFormattedMessage = true;
            options.IncludeScopes = true;
        });
        services.AddOpenTelemetry()
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
