namespace PerfRunner.Results;

/// <summary>Distribution of a duration, in microseconds.</summary>
internal sealed record LatencyStatistics
{
    public required long Count { get; init; }
    public required double Mean { get; init; }

    /// <summary>Sample standard deviation (n - 1); 0 for a single value.</summary>
    public required double Stddev { get; init; }

    public required double Min { get; init; }
    public required double P10 { get; init; }
    public required double P25 { get; init; }
    public required double P50 { get; init; }
    public required double P75 { get; init; }
    public required double P90 { get; init; }
    public required double P95 { get; init; }
    public required double P99 { get; init; }
    public required double P999 { get; init; }
    public required double Max { get; init; }
}

/// <summary>One bar of a histogram: how many values lie in [From, To) microseconds.</summary>
internal sealed record HistogramBucket(double FromMicroseconds, double ToMicroseconds, long Count);
