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
        return From(sorted.Length, mean, Stddev(sorted, mean), sorted[0], sorted[^1], perMille => NearestRank(sorted, perMille));
    }

    /// <returns>Null when nothing was recorded.</returns>
    public static LatencyStatistics? From(LatencyRecorder recorder) => recorder.Count == 0 ? null : From(
        recorder.Count,
        recorder.MeanMicroseconds,
        recorder.StddevMicroseconds,
        recorder.MinMicroseconds,
        recorder.MaxMicroseconds,
        perMille => NearestRank(recorder, perMille));

    private static LatencyStatistics From(long count, double mean, double stddev, double min, double max, Func<int, double> nearestRank) => new()
    {
        Count = count,
        Mean = mean,
        Stddev = stddev,
        Min = min,
        P10 = nearestRank(100),
        P25 = nearestRank(250),
        P50 = nearestRank(500),
        P75 = nearestRank(750),
        P90 = nearestRank(900),
        P95 = nearestRank(950),
        P99 = nearestRank(990),
        P999 = nearestRank(999),
        Max = max,
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
