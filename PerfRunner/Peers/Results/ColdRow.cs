using PerfRunner.Results;

namespace PerfRunner.Peers.Results;

/// <summary>One way to the first answer of a process.</summary>
internal sealed record ColdRow
{
    public required string Name { get; init; }
    public required string Means { get; init; }
    public required string Service { get; init; }

    /// <summary>How the service is built: jit, r2r or aot.</summary>
    public required string Flavor { get; init; }

    public required long Starts { get; init; }
    public required long Errors { get; init; }
    public required IReadOnlyDictionary<RequestError, long> ErrorsByKind { get; init; }

    /// <summary>From before the start, or from the request that needs it, to the last byte of the answer. Null when none succeeded.</summary>
    public LatencyStatistics? LatencyMicroseconds { get; init; }

    /// <summary>p50 less that of the same service started directly; null where there is nothing to compare.</summary>
    public double? OverDirectMicroseconds { get; init; }

    /// <summary>p50 divided by that of the same service started directly.</summary>
    public double? RatioToDirect { get; init; }

    /// <summary>Null where nobody tells them.</summary>
    public ColdPhases? Phases { get; init; }
}
