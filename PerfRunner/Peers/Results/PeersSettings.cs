namespace PerfRunner.Peers.Results;

/// <summary>Every setting that a comparison depends on, as it was after defaults.</summary>
internal sealed record PeersSettings
{
    public required IReadOnlyList<string> Cases { get; init; }
    public required IReadOnlyList<int> Connections { get; init; }
    /// <summary>With which the pipe service and some of the others were measured as well.</summary>
    public required IReadOnlyList<int> PipeConnections { get; init; }

    /// <summary>How the services of the warm cases are built: jit, r2r or aot.</summary>
    public required string Services { get; init; }

    public required int Rounds { get; init; }

    /// <summary>Of one measurement: one way, one number of connections, one round.</summary>
    public required double Seconds { get; init; }

    public required int ColdStarts { get; init; }

    /// <summary>Of every answer, but for those of the cold starts.</summary>
    public required long BodyBytes { get; init; }

    /// <summary>What wrk says of itself; null when it did not look on.</summary>
    public string? Observer { get; init; }
}
