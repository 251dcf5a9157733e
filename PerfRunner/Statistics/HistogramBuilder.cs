using PerfRunner.Load;
using PerfRunner.Results;

namespace PerfRunner.Statistics;

/// <summary>Contiguous buckets with round edges from the smallest value to the largest; their counts sum to the number of values.</summary>
internal static class HistogramBuilder
{
    /// <returns>No buckets when there are no values.</returns>
    public static IReadOnlyList<HistogramBucket> From(IReadOnlyList<double> microseconds) => From(WeightedValue.From(microseconds));

    public static IReadOnlyList<HistogramBucket> From(LatencyRecorder recorder) => From(WeightedValue.From(recorder));

    private static HistogramBucket[] From(WeightedValue[] ascending)
    {
        if (ascending.Length == 0) return [];
        var p95 = WeightedValue.NearestRank(ascending, perMille: 950);
        var edges = HistogramEdges.Covering(ascending[0].Value, p95, ascending[^1].Value);
        var counts = new long[edges.Count - 1];
        var bucket = 0;
        foreach (var (value, count) in ascending)
        {
            while (value >= edges[bucket + 1]) bucket++;
            counts[bucket] += count;
        }

        return [.. counts.Select((count, index) => new HistogramBucket(edges[index], edges[index + 1], count))];
    }
}
