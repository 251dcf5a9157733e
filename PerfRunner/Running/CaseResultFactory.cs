using LocalLambdas.Admin;
using PerfRunner.Hops;
using PerfRunner.Load;
using PerfRunner.Planning;
using PerfRunner.Results;
using PerfRunner.Statistics;

namespace PerfRunner.Running;

/// <summary>From what was measured to what is reported.</summary>
internal static class CaseResultFactory
{
    private const double MicrosecondsPerSecond = 1e6;

    public static MeasuredCase Warm(PlannedCase planned, LoadResult load, ProcessFigures? proxy, ProcessFigures? service, HopRecorder hops)
    {
        CaseResult result = Measured(planned, load, load.ElapsedSeconds, hops) with
        {
            LatencyMicroseconds = LatencySummary.From(load.Latencies),
            Histogram = load.Latencies.Count == 0 ? null : HistogramBuilder.From(load.Latencies),
            Proxy = proxy,
            Service = service,
        };
        return new MeasuredCase(result, [.. WarningRules.ForCase(result, Outliers.In(load.Latencies))]);
    }

    /// <param name="starts">The requests that were timed and succeeded; the load counts all.</param>
    public static MeasuredCase Cold(
        PlannedCase planned,
        LoadResult load,
        IReadOnlyList<ColdExchange> starts,
        ProcessFigures? proxy,
        ProcessFigures? service,
        HopRecorder hops)
    {
        double[] latencies = [.. starts.Select(start => start.Exchange.Microseconds)];
        bool isSpare = planned.Definition.IsSpare;
        CaseResult result = Measured(planned, load, latencies.Sum() / MicrosecondsPerSecond, hops) with
        {
            LatencyMicroseconds = LatencySummary.From(latencies),
            Histogram = starts.Count == 0 ? null : HistogramBuilder.From(latencies),
            Proxy = proxy,
            Service = service,
            ColdStart = starts.Count == 0 || isSpare ? null : ColdStart([.. starts.Select(ColdSample)]),
            SpareStart = starts.Count == 0 || !isSpare ? null : SpareStart([.. starts.Select(SpareSample)]),
        };
        return new MeasuredCase(result, [.. WarningRules.ForCase(result, Outliers.In(latencies))]);
    }

    /// <summary>Failures that came after the case was measured.</summary>
    public static CaseResult WithFailures(CaseResult result, LoadResult load) => result with
    {
        Requests = result.Requests + load.Errors,
        Errors = result.Errors + load.Errors,
        ErrorsByKind = result.ErrorsByKind.Concat(load.ErrorsByKind).GroupBy(kind => kind.Key).ToDictionary(kind => kind.Key, kind => kind.Sum(pair => pair.Value)),
    };

    public static MeasuredCase Skipped(CaseDefinition definition, string because) => new(SkippedResult(definition, because), []);

    private static CaseResult SkippedResult(CaseDefinition definition, string because) => new()
    {
        Id = (int)definition.Id,
        Name = definition.Name,
        Title = definition.Title,
        Status = CaseStatus.Skipped,
        SkippedBecause = because,
        Requests = 0,
        Errors = 0,
        ErrorsByKind = new Dictionary<RequestError, int>(),
        StatusCodes = new Dictionary<int, int>(),
        ElapsedSeconds = 0,
    };

    private static CaseResult Measured(PlannedCase planned, LoadResult load, double elapsedSeconds, HopRecorder recorder)
    {
        (HopResult? hops, string? missingBecause) = recorder.Summarize();
        return new CaseResult
        {
            Id = (int)planned.Definition.Id,
            Name = planned.Definition.Name,
            Title = planned.Definition.Title,
            Status = CaseStatus.Measured,
            Requests = load.Requests,
            Errors = load.Errors,
            ErrorsByKind = load.ErrorsByKind,
            StatusCodes = load.StatusCodes,
            ElapsedSeconds = elapsedSeconds,

            // Only what succeeded is throughput.
            RequestsPerSecond = elapsedSeconds > 0 ? load.Latencies.Count / elapsedSeconds : null,
            BytesPerSecond = elapsedSeconds > 0 ? load.Bytes / elapsedSeconds : null,
            Hops = hops,
            HopsMissingBecause = missingBecause,
        };
    }

    private static ColdStartSample ColdSample(ColdExchange cold)
    {
        StartStatus start = cold.Start!;
        return new ColdStartSample(
            cold.SentAt,
            start.StartedAt,
            start.Pid,
            cold.Exchange.Microseconds,
            start.Phases.SpawnMicroseconds,
            start.Phases.AcceptMicroseconds!.Value,
            start.Phases.FirstAnswerMicroseconds!.Value);
    }

    private static SpareStartSample SpareSample(ColdExchange taken)
    {
        StartStatus start = taken.Start!;
        return new SpareStartSample(
            taken.SentAt, start.StartedAt, start.TakenAt!.Value, start.Pid, taken.Exchange.Microseconds, start.Phases.FirstAnswerMicroseconds!.Value);
    }

    private static SpareStartResult SpareStart(IReadOnlyList<SpareStartSample> starts) => new()
    {
        FirstAnswer = LatencySummary.From([.. starts.Select(start => start.FirstAnswerMicroseconds)])!,
        Rest = LatencySummary.From([.. starts.Select(start => start.EndToEndMicroseconds - start.FirstAnswerMicroseconds)])!,
        Starts = starts,
    };

    private static ColdStartResult ColdStart(IReadOnlyList<ColdStartSample> starts) => new() { Phases = Phases(starts), Starts = starts };

    private static ColdStartPhases Phases(IReadOnlyList<ColdStartSample> starts)
    {
        LatencyStatistics Of(Func<ColdStartSample, double> phase) => LatencySummary.From([.. starts.Select(phase)])!;
        return new ColdStartPhases
        {
            Spawn = Of(start => start.SpawnMicroseconds),
            Accept = Of(start => start.AcceptMicroseconds),
            FirstAnswer = Of(start => start.FirstAnswerMicroseconds),
            Rest = Of(start =>
                start.EndToEndMicroseconds - start.SpawnMicroseconds - start.AcceptMicroseconds - start.FirstAnswerMicroseconds),
        };
    }
}
