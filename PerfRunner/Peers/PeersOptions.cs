using PerfRunner.Building;
using PerfRunner.Cli;
using PerfRunner.Peers.Starting;

namespace PerfRunner.Peers;

/// <summary>The command line of peers after defaults.</summary>
internal sealed record PeersOptions
{
    public const int DefaultRounds = 5;
    public const double DefaultSeconds = 0.5;

    /// <summary>Each is measured with each of these.</summary>
    public IReadOnlyList<int> Connections { get; init; } = [1, 16, 64];

    /// <summary>With these only the pipe service, and the first of the proxies before the web service, are measured as well.</summary>
    public IReadOnlyList<int> PipeConnections { get; init; } = [256];

    public int Rounds { get; init; } = DefaultRounds;

    /// <summary>How long each is measured with each number of connections in each round.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(DefaultSeconds);

    public int ColdStarts { get; init; } = RunnerOptions.DefaultColdStarts;

    public IReadOnlyList<PeerCase> Cases { get; init; } = Enum.GetValues<PeerCase>();

    /// <summary>By name.</summary>
    public IReadOnlyList<string> Peers { get; init; } = [.. AllPeers.Instances.Select(peer => peer.Name)];

    /// <summary>How the services of the warm cases are built. Cold starts are compared with each build.</summary>
    public BuildFlavor Services { get; init; } = BuildFlavor.Jit;

    /// <summary>Whether wrk measures the same beside the runner's own generator.</summary>
    public bool Observer { get; init; } = true;

    public string Output { get; init; } = RunnerOptions.DefaultOutput;

    public bool NoBuild { get; init; }

    /// <summary>Whether the normal builds are measured, also where there is a C compiler to compile ahead of time with.</summary>
    public bool NoAot { get; init; }

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(RunnerOptions.DefaultTimeoutSeconds);

    /// <summary>Those of a contender, in the order of the report.</summary>
    public IEnumerable<int> ConnectionsOf(Contender contender) => contender switch
    {
        { IsSingle: true } => Connections.Where(connections => connections == 1),
        { TakesMany: true } when Cases.Contains(PeerCase.Pipe) => Connections.Union(PipeConnections),
        _ => Connections,
    };

    /// <summary>Before each measurement, untimed: what it takes to open connections and to settle.</summary>
    public TimeSpan WarmupTime => Duration / 4;

    /// <summary>Once for each, before the first round: the just-in-time compilers settle meanwhile.</summary>
    public TimeSpan FirstWarmupTime { get; init; } = TimeSpan.FromSeconds(2);
}
