using LocalLambdas.Routing;

namespace LocalLambdas.Manifests;

/// <summary>One process of the manifest, checked, with its paths made absolute.</summary>
internal sealed record LambdaDefinition
{
    public static readonly TimeSpan DefaultStartTimeout = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan DefaultRequestTimeout = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan DefaultIdleTimeout = Timeout.InfiniteTimeSpan;

    public const int DefaultMaxQueue = 100;

    public required string Id { get; init; }

    /// <summary>An absolute path; the file existed when the manifest was read.</summary>
    public required string Executable { get; init; }

    public required IReadOnlyList<string> Arguments { get; init; }

    public required RoutePattern Route { get; init; }

    /// <summary>Empty only where there is no use for it: in HTTP mode, and with frames.</summary>
    public required string PipeName { get; init; }

    /// <summary>An absolute path; the directory existed when the manifest was read.</summary>
    public required string WorkingDirectory { get; init; }

    public CommunicationMode CommunicationMode { get; init; } = CommunicationMode.Pipe;

    public LambdaProtocol Protocol { get; init; } = LambdaProtocol.Auto;

    public TransportKind Transport { get; init; } = TransportKind.Unix;

    /// <summary>It is known before its start that bodies need not be held.</summary>
    public bool Streams => Protocol is LambdaProtocol.Frames or LambdaProtocol.Http;

    public StartMode StartMode { get; init; } = StartMode.OnDemand;

    public TimeSpan StartTimeout { get; init; } = DefaultStartTimeout;

    public TimeSpan RequestTimeout { get; init; } = DefaultRequestTimeout;

    /// <summary>How long the process may be idle before it is stopped; infinite means for ever.</summary>
    public TimeSpan IdleTimeout { get; init; } = DefaultIdleTimeout;

    /// <summary>How many requests its process gets at a time; null: as many as come.</summary>
    public int? MaxConcurrency { get; init; }

    /// <summary>How many more may wait for their turn.</summary>
    public int MaxQueue { get; init; } = DefaultMaxQueue;

    /// <summary>How many processes are ready that have got no request, beside the one that gets them.</summary>
    public int WarmSpares { get; init; }

    /// <summary>True if a process of the one is as good as a process of the other.</summary>
    public bool IsSameAs(LambdaDefinition other) =>
        this with { Arguments = other.Arguments, Route = other.Route } == other
        && Arguments.SequenceEqual(other.Arguments)
        && Route.Text == other.Route.Text;
}
