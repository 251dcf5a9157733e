using PerfRunner.Peers.Targets;
using PerfRunner.Results;

namespace PerfRunner.Peers.Results;

/// <summary>Everything that one comparison measured, and under which circumstances: the shape of peers.json.</summary>
internal sealed record PeersReport
{
    public required DateTimeOffset StartedAt { get; init; }
    public required double DurationSeconds { get; init; }
    public required EnvironmentInfo Environment { get; init; }
    public required PeersSettings Settings { get; init; }
    public required IReadOnlyList<Participant> Participants { get; init; }
    public required IReadOnlyList<LeftOut> LeftOut { get; init; }
    public required IReadOnlyList<PeerCaseResult> Cases { get; init; }
    public required IReadOnlyList<ColdRow> Cold { get; init; }

    /// <summary>Empty when cold starts were not compared: only for them each service is built in each way.</summary>
    public required IReadOnlyList<LoadedService> Services { get; init; }

    /// <summary>Empty when the programs in C did not take part.</summary>
    public required IReadOnlyList<PeerComparison> Comparisons { get; init; }

    public required IReadOnlyList<TargetResult> Targets { get; init; }
}
