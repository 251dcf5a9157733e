namespace PerfRunner.Results;

/// <summary>What one case measured. A skipped case has a reason and no figures.</summary>
internal sealed record CaseResult
{
    public required int Id { get; init; }

    /// <summary>Stable name for scripts: cached, http-warm, http-cold, pipe-warm, pipe-cold, pipe-spare.</summary>
    public required string Name { get; init; }

    public required string Title { get; init; }
    public required CaseStatus Status { get; init; }
    public string? SkippedBecause { get; init; }

    /// <summary>Requests that were sent in the timed part, failed ones included; and those that failed beside it, while warming up for instance.</summary>
    public required int Requests { get; init; }

    /// <summary>Requests that failed; none of them is in the latencies.</summary>
    public required int Errors { get; init; }

    public required IReadOnlyDictionary<RequestError, int> ErrorsByKind { get; init; }
    public required IReadOnlyDictionary<int, int> StatusCodes { get; init; }

    /// <summary>Seconds from the first request sent to the last answer read, cold cases: the sum of the requests alone.</summary>
    public required double ElapsedSeconds { get; init; }

    public double? RequestsPerSecond { get; init; }
    public double? BytesPerSecond { get; init; }
    public LatencyStatistics? LatencyMicroseconds { get; init; }
    public IReadOnlyList<HistogramBucket>? Histogram { get; init; }
    public ProcessFigures? Proxy { get; init; }
    public ProcessFigures? Service { get; init; }
    public ColdStartResult? ColdStart { get; init; }
    public SpareStartResult? SpareStart { get; init; }

    /// <summary>Warm cases: of requests after the timed ones.</summary>
    public HopResult? Hops { get; init; }

    /// <summary>Null when there are hops, or the case was skipped.</summary>
    public string? HopsMissingBecause { get; init; }

    /// <summary>Null when tracing was off, or this case is not compared.</summary>
    public TracingCost? Tracing { get; init; }
}

internal enum CaseStatus
{
    Measured,
    Skipped,
}
