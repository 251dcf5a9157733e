using PerfRunner.Results;

namespace PerfRunner.Peers.Results;

/// <summary>One case.</summary>
/// <param name="Name">Stable name for scripts.</param>
/// <param name="Reference">The row that ratios are to.</param>
internal sealed record PeerCaseResult(string Name, string Title, string Reference, IReadOnlyList<PeerPoint> Points);

/// <summary>A case with so many connections.</summary>
/// <param name="Rows">The fastest first.</param>
internal sealed record PeerPoint(int Connections, IReadOnlyList<PeerRow> Rows);

/// <summary>One way through the case. Figures are medians of the rounds; failed requests are in none of them.</summary>
internal sealed record PeerRow
{
    public required string Name { get; init; }
    public required string Means { get; init; }
    public required long Requests { get; init; }
    public required long Errors { get; init; }
    public required IReadOnlyDictionary<RequestError, long> ErrorsByKind { get; init; }
    public required double RequestsPerSecond { get; init; }

    /// <summary>Of each round, in order.</summary>
    public required IReadOnlyList<double> RoundRequestsPerSecond { get; init; }

    /// <summary>Null when no request succeeded.</summary>
    public double? P50Microseconds { get; init; }

    public double? P99Microseconds { get; init; }

    /// <summary>Of whoever answered, without the service behind it and the client, a request. Null where it is not known, or there were errors.</summary>
    public double? ProcessorMicroseconds { get; init; }

    /// <summary>
    /// The reference's rate divided by this one's, median of the rounds: above 1 the reference is faster. Null where either had errors.
    /// </summary>
    public double? RateRatio { get; init; }

    /// <summary>In the round where it was lowest.</summary>
    public double? LowestRateRatio { get; init; }

    public double? HighestRateRatio { get; init; }

    /// <summary>This p50 divided by the reference's, median of the rounds: above 1 the reference is faster.</summary>
    public double? P50Ratio { get; init; }

    /// <summary>Null when wrk did not look on.</summary>
    public ObservedRow? Observed { get; init; }
}

/// <summary>The same as wrk saw it: medians of the rounds.</summary>
internal sealed record ObservedRow(double RequestsPerSecond, double P50Microseconds, long Errors);
