using ServiceDefaults;

namespace PerfRunner.Dashboards;

/// <summary>Points this process, and those that it starts, to a receiver of telemetry, for as long as this lives.</summary>
internal sealed class TelemetryEnvironment : IDisposable
{
    private const string ProtocolVariable = "OTEL_EXPORTER_OTLP_PROTOCOL";

    private readonly Dictionary<string, string?> _before;

    private TelemetryEnvironment(Dictionary<string, string> variables)
    {
        _before = variables.Keys.ToDictionary(name => name, Environment.GetEnvironmentVariable);
        foreach ((string name, string value) in variables)
        {
            Environment.SetEnvironmentVariable(name, value);
        }
    }

    public static TelemetryEnvironment SendTo(Uri otlpOverGrpc) => new(new Dictionary<string, string>
    {
        [TelemetryExtensions.EndpointVariable] = otlpOverGrpc.GetLeftPart(UriPartial.Authority),
        [ProtocolVariable] = "grpc",
    });

    public void Dispose()
    {
        foreach ((string name, string? value) in _before)
        {
            Environment.SetEnvironmentVariable(name, value);
        }
    }
}
