using PerfRunner.Peers.Targets;
using PerfRunner.Results;

namespace PerfRunner.Growth.Results;

/// <summary>Everything that one run measured: the shape of growth.json.</summary>
internal sealed record GrowthReport
{
    public required DateTimeOffset StartedAt { get; init; }
    public required double DurationSeconds { get; init; }
    public required EnvironmentInfo Environment { get; init; }
    public required GrowthSettings Settings { get; init; }

    /// <summary>Empty when it was not measured, and so are the others.</summary>
    public required IReadOnlyList<GrowthRow> Routes { get; init; }

    public required IReadOnlyList<GrowthRow> Idle { get; init; }
    public required IReadOnlyList<BodyRow> Bodies { get; init; }
    public required IReadOnlyList<TargetResult> Targets { get; init; }
}

/// <summary>Every setting that the figures depend on.</summary>
/// <param name="Proxy">How the proxy is built, and why not ahead of time where it is not.</param>
/// <param name="Seconds">Of one measurement.</param>
/// <param name="AnswerBytes">Of the answers where bodies do not grow.</param>
/// <param name="BodyConnections">With which bodies are measured.</param>
internal sealed record GrowthSettings(string Proxy, int Rounds, double Seconds, long AnswerBytes, int BodyConnections);
