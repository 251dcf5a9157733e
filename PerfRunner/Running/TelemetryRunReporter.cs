using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using PerfRunner.Planning;
using PerfRunner.Results;
using PerfRunner.Tracing;

namespace PerfRunner.Running;

/// <summary>Tells the receiver of telemetry what another reporter shows: a log record and a few metrics for each case that is done.</summary>
internal sealed partial class TelemetryRunReporter(IRunReporter shown, ILogger<TelemetryRunReporter> logger) : IRunReporter
{
    private const double MicrosecondsPerSecond = 1e6;

    private static readonly Meter Meter = new(TelemetryNames.Source);

    private static readonly Gauge<double> Latency =
        Meter.CreateGauge<double>("perf_runner.case.latency", "s", "Latency of a case at a percentile of its requests.");

    private static readonly Counter<long> Requests = Meter.CreateCounter<long>("perf_runner.case.requests", "{request}", "Requests of a case that were timed.");

    private static readonly Counter<long> Errors = Meter.CreateCounter<long>("perf_runner.case.errors", "{request}", "Requests of a case that failed.");

    public void Stage(string text)
    {
        shown.Stage(text);
        LogStage(text);
    }

    public void CaseStarting(CaseDefinition definition, int position, int count) => shown.CaseStarting(definition, position, count);

    public void CaseProgress(string text) => shown.CaseProgress(text);

    public void CaseFinished(CaseResult result)
    {
        shown.CaseFinished(result);
        LogCase(result.Name, CaseLine.Of(result));
        KeyValuePair<string, object?> name = new("perf_runner.case", result.Name);
        Requests.Add(result.Requests, name);
        Errors.Add(result.Errors, name);
        if (result.LatencyMicroseconds is { } latency)
        {
            Record(latency.P50, "p50");
            Record(latency.P99, "p99");
        }

        void Record(double microseconds, string percentile) =>
            Latency.Record(microseconds / MicrosecondsPerSecond, name, new("perf_runner.percentile", percentile));
    }

    [LoggerMessage(1, LogLevel.Information, "{Stage}")]
    private partial void LogStage(string stage);

    [LoggerMessage(2, LogLevel.Information, "{Case}: {Figures}")]
    private partial void LogCase(string @case, string figures);
}
