using PerfRunner.Export;
using PerfRunner.Results;

namespace PerfRunner.Statistics;

/// <summary>When a reader should doubt a figure, and what to do about it. The thresholds are explained in docs/statistics.md.</summary>
internal static class WarningRules
{
    private const double HighVariation = 0.5;
    private const double BusyLoadPerProcessor = 0.5;

    // By nearest rank, p99 of fewer than 100 values and p95 of fewer than 20 are the largest value itself.
    private const long FewestWarmSamples = 100;
    private const long FewestColdSamples = 20;

    /// <param name="outliers">Of the same values as the case's latencies; null when there are none.</param>
    public static IEnumerable<Warning> ForCase(CaseResult result, Outliers? outliers)
    {
        if (result is not { Status: CaseStatus.Measured, LatencyMicroseconds: { } latency }) yield break;
        var (percentile, fewest, repeat) = result is { ColdStart: null, SpareStart: null }
            ? ("p99", FewestWarmSamples, "--requests")
            : ("p95", FewestColdSamples, "--cold-starts");

        if (latency.Count < fewest)
        {
            yield return new Warning(WarningKind.FewSamples, result.Id,
                $"With {Units.Count(latency.Count)} values {percentile} is the slowest value itself: " +
                $"repeat with {repeat} {Units.Count(fewest)} or more.");
        }

        if (outliers is { Count: > 0 })
        {
            yield return new Warning(WarningKind.Outliers, result.Id,
                $"{Units.Count(outliers.Count)} of {Units.Count(outliers.Total)} values are outliers; the slowest took " +
                $"{Units.Duration(outliers.Slowest)} against a median of {Units.Duration(outliers.Median)}. " +
                $"Mean, standard deviation and the highest percentiles contain them. {OutlierAdvice(result, outliers, repeat)}");
        }

        var variation = latency.Mean > 0 ? latency.Stddev / latency.Mean : 0;
        if (variation > HighVariation)
        {
            yield return new Warning(WarningKind.HighVariance, result.Id,
                $"The standard deviation is {Units.Percent(variation)} of the mean: compare medians rather than means, " +
                $"and repeat with more requests ({repeat}) on a quiet machine.");
        }
    }

    /// <param name="debugBuilds">Files of the measured programs and the runner that are not Release builds.</param>
    public static IEnumerable<Warning> ForRun(EnvironmentInfo environment, IReadOnlyList<string> debugBuilds)
    {
        if (environment.LoadAverage is { } load && load > BusyLoadPerProcessor * environment.LogicalProcessors)
        {
            yield return new Warning(WarningKind.BusyMachine, null,
                $"The load average was {Units.Number(load)} on {Units.Count(environment.LogicalProcessors)} logical processors before " +
                "the run: other work takes time from what is measured. Close other programs and repeat.");
        }

        if (debugBuilds.Count > 0)
        {
            yield return new Warning(WarningKind.DebugBuild, null,
                $"Not a Release build: {string.Join(", ", debugBuilds)}. These figures say nothing about the product: " +
                "build with --configuration Release and repeat.");
        }
    }

    private static string OutlierAdvice(CaseResult result, Outliers outliers, string repeat)
    {
        return result.ColdStart?.Starts is [var first, ..] && first.EndToEndMicroseconds >= outliers.Slowest
            ? "The slowest is the first start, which may have read the program from disk: repeat the run at once."
            : $"Close other programs and repeat, or raise {repeat}.";
    }
}
