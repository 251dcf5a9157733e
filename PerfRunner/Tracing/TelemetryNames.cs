namespace PerfRunner.Tracing;

internal static class TelemetryNames
{
    /// <summary>The <c>service.name</c> of the runner.</summary>
    public const string Service = "perf-runner";

    /// <summary>Its activity source and its meter.</summary>
    public const string Source = "PerfRunner";
}
