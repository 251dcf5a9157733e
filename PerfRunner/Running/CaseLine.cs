using System.Globalization;
using PerfRunner.Results;

namespace PerfRunner.Running;

/// <summary>A case's result in one line.</summary>
internal static class CaseLine
{
    public static string Of(CaseResult result)
    {
        if (result.Status == CaseStatus.Skipped)
        {
            return $"skipped: {result.SkippedBecause}";
        }

        string errors = result.Errors == 0
            ? "0 errors"
            : $"{result.Errors} errors ({string.Join(", ", result.ErrorsByKind.Select(kind => $"{kind.Key} {kind.Value}"))})";
        string latency = result.LatencyMicroseconds is { } latencies
            ? string.Create(CultureInfo.InvariantCulture, $", p50 {latencies.P50:F1} us, p99 {latencies.P99:F1} us")
            : "";
        return $"{result.Requests} requests, {errors}{latency}";
    }
}
