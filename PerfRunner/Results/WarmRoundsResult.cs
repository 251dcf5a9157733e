namespace PerfRunner.Results;

/// <summary>What a running lambda measured in turns with others.</summary>
internal sealed record WarmRoundsResult
{
    /// <summary>Of all rounds, failed ones included.</summary>
    public required int Requests { get; init; }

    public required int Errors { get; init; }

    public required IReadOnlyDictionary<RequestError, int> ErrorsByKind { get; init; }

    /// <summary>Of all rounds; null when nothing succeeded.</summary>
    public LatencyStatistics? LatencyMicroseconds { get; init; }

    /// <summary>Of the round with the lowest median: how far the machine drifted.</summary>
    public double? LowestRoundP50Microseconds { get; init; }

    public double? HighestRoundP50Microseconds { get; init; }
}
