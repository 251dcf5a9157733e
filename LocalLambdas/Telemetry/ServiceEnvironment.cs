using ServiceDefaults;

namespace LocalLambdas.Telemetry;

/// <summary>What a lambda's own exporter learns of its name: it inherits the proxy's variables, and would else speak in the proxy's name.</summary>
internal static class ServiceEnvironment
{
    private const string Attributes = "OTEL_RESOURCE_ATTRIBUTES";

    public static void AddTo(Dictionary<string, string> environment, string lambda)
    {
        if (!TelemetryExtensions.IsTelemetryWanted) return;
        environment["OTEL_SERVICE_NAME"] = lambda;
        environment[Attributes] = AttributesOf(lambda, Environment.GetEnvironmentVariable(Attributes));
    }

    /// <summary>The proxy's attributes but for those that identify it. One name for all processes of a lambda: they follow each other.</summary>
    public static string AttributesOf(string lambda, string? inherited) => string.Join(
        ',',
        [
            .. (inherited ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Where(static attribute => !attribute.StartsWith("service.", StringComparison.Ordinal)),
            $"service.instance.id={Uri.EscapeDataString(lambda)}",
        ]);
}
