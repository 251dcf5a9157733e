using PerfRunner.Cli;
using PerfRunner.Peers;

namespace PerfRunner.Growth;

/// <summary>The command line of growth after defaults.</summary>
internal sealed record GrowthOptions
{
    public const int DefaultRounds = 7;
    public const double DefaultSeconds = 0.3;

    public IReadOnlyList<GrowthPart> Parts { get; init; } = Enum.GetValues<GrowthPart>();

    /// <summary>Compared with one.</summary>
    public int Routes { get; init; } = 1000;

    /// <summary>Idle connections, each compared with the first.</summary>
    public IReadOnlyList<int> Idle { get; init; } = [0, 10, 100, 1000];

    /// <summary>Bytes.</summary>
    public IReadOnlyList<int> Bodies { get; init; } = [0, 1_000, 10_000, 100_000, 1_000_000, 10_000_000];

    public int Rounds { get; init; } = DefaultRounds;

    /// <summary>How long one measurement takes.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(DefaultSeconds);

    public TimeSpan FirstWarmupTime { get; init; } = TimeSpan.FromSeconds(1);

    public string Output { get; init; } = RunnerOptions.DefaultOutput;

    public bool NoBuild { get; init; }

    public bool NoAot { get; init; }

    /// <summary>What the same means to what it shares with the comparison with the peers.</summary>
    public PeersOptions ToPeers(params IReadOnlyList<int> connections) => new()
    {
        Connections = connections,
        PipeConnections = [],
        Rounds = Rounds,
        Duration = Duration,
        FirstWarmupTime = FirstWarmupTime,
        Cases = [PeerCase.Cached, PeerCase.Http, PeerCase.Pipe],
        NoBuild = NoBuild,
        NoAot = NoAot,
    };
}
