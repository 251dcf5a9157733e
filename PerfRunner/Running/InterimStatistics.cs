using PerfRunner.Load;
using PerfRunner.Results;

namespace PerfRunner.Statistics;

/// <summary>Figures of a distribution.</summary>
internal static class LatencySummary
{
    public static LatencyStatistics? From(IReadOnlyList<double> microseconds)
    {
        LatencyRecorder recorder = new();
        foreach (double value in microseconds)
        {
            recorder.Record((long)(value * System.Diagnostics.Stopwatch.Frequency / 1e6));
        }

        return From(recorder);
    }

    public static LatencyStatistics? From(LatencyRecorder recorder) => recorder.Count == 0 ? null : new LatencyStatistics
    {
        Count = recorder.Count,
        Mean = recorder.MeanMicroseconds,
        Stddev = recorder.StddevMicroseconds,
        Min = recorder.MinMicroseconds,
        P10 = recorder.PercentileMicroseconds(10),
        P25 = recorder.PercentileMicroseconds(25),
        P50 = recorder.PercentileMicroseconds(50),
        P75 = recorder.PercentileMicroseconds(75),
        P90 = recorder.PercentileMicroseconds(90),
        P95 = recorder.PercentileMicroseconds(95),
        P99 = recorder.PercentileMicroseconds(99),
        P999 = recorder.PercentileMicroseconds(99.9),
        Max = recorder.MaxMicroseconds,
    };
}

/// <summary>Bars of a distribution.</summary>
internal static class HistogramBuilder
{
    public static IReadOnlyList<HistogramBucket> From(IReadOnlyList<double> microseconds) =>
        [.. microseconds.Order().Select(value => new HistogramBucket(value, value, 1))];

    public static IReadOnlyList<HistogramBucket> From(LatencyRecorder recorder) =>
        [.. recorder.Buckets.Select(bucket => new HistogramBucket(bucket.FromMicroseconds, bucket.ToMicroseconds, bucket.Count))];
}
