using PerfRunner.Load;
using PerfRunner.Results;

namespace PerfRunner.Statistics;

/// <summary>
/// Describes a distribution. Percentiles are nearest-rank (Hyndman and Fan 1996, type 1): p(q) is the smallest value that
/// at least q of all values do not exceed, so each is a value that was measured. See docs/statistics.md.
/// </summary>
internal static class LatencySummary
{
    private const int PerMille = 1000;

    /// <returns>Null when there are no values: nothing can be said then.</returns>
    public static LatencyStatistics? From(IReadOnlyList<double> microseconds)
    {
        if (microseconds.Count == 0) return null;
        var sorted = Sorted(microseconds);
        var mean = Mean(sorted);
        return new LatencyStatistics
        {
            Count = sorted.Length,
            Mean = mean,
            Stddev = Stddev(sorted, mean),
            Min = sorted[0],
            P10 = NearestRank(sorted, 100),
            P25 = NearestRank(sorted, 250),
            P50 = NearestRank(sorted, 500),
            P75 = NearestRank(sorted, 750),
            P90 = NearestRank(sorted, 900),
            P95 = NearestRank(sorted, 950),
            P99 = NearestRank(sorted, 990),
            P999 = NearestRank(sorted, 999),
            Max = sorted[^1],
        };
    }

    /// <returns>Null when nothing was recorded.</returns>
    public static LatencyStatistics? From(LatencyRecorder recorder) => recorder.Count == 0 ? null : new LatencyStatistics
    {
        Count = recorder.Count,
        Mean = recorder.MeanMicroseconds,
        Stddev = recorder.StddevMicroseconds,
        Min = recorder.MinMicroseconds,
        P10 = NearestRank(recorder, 100),
        P25 = NearestRank(recorder, 250),
        P50 = NearestRank(recorder, 500),
        P75 = NearestRank(recorder, 750),
        P90 = NearestRank(recorder, 900),
        P95 = NearestRank(recorder, 950),
        P99 = NearestRank(recorder, 990),
        P999 = NearestRank(recorder, 999),
        Max = recorder.MaxMicroseconds,
    };

    private static double[] Sorted(IReadOnlyList<double> values)
    {
        double[] sorted = [.. values];
        if (!sorted.All(double.IsFinite)) throw new ArgumentException("A duration is not a finite number.", nameof(values));
        Array.Sort(sorted);
        return sorted;
    }

    private static double Mean(double[] sorted) => Math.Clamp(sorted.Average(), sorted[0], sorted[^1]);

    private static double Stddev(double[] values, double mean) =>
        values.Length < 2 ? 0 : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));

    private static double NearestRank(double[] sorted, int perMille) => sorted[Rank(sorted.Length, perMille) - 1];

    // The histogram rounds a percentile to the nearest rank, up or down; one that hits the rank leaves nothing to round.
    private static double NearestRank(LatencyRecorder recorder, int perMille) =>
        recorder.PercentileMicroseconds(100.0 * Rank(recorder.Count, perMille) / recorder.Count);

    // In integers: 0.999 * 1000 as floating point may lie on either side of 999, and the rank is rounded up.
    private static long Rank(long count, int perMille) => ((perMille * count) + PerMille - 1) / PerMille;
}
