using PerfRunner.Building;
using PerfRunner.Planning;

namespace PerfRunner.Cli;

/// <summary>The command line after defaults.</summary>
internal sealed record RunnerOptions
{
    public const int DefaultRequests = 100;

    // Generous: what tiered compilation still changes must not fall into the timed requests, and these take well below a second a case.
    public const int DefaultWarmup = 5000;

    public const int DefaultColdStarts = 20;
    public const int DefaultConnections = 1;
    public const int DefaultTimeoutSeconds = 30;
    public const string DefaultOutput = "results";

    public int Requests { get; init; } = DefaultRequests;
    public int Warmup { get; init; } = DefaultWarmup;
    public int ColdStarts { get; init; } = DefaultColdStarts;
    public int Connections { get; init; } = DefaultConnections;

    /// <summary>In the order in which they run.</summary>
    public IReadOnlyList<CaseId> Cases { get; init; } = [.. CaseDefinition.All.Where(definition => definition.IsDefault).Select(definition => definition.Id)];

    /// <summary>Null for manifest.xml of the repository.</summary>
    public string? Manifest { get; init; }

    /// <summary>Another local_lambdas; null for the repository's own.</summary>
    public string? Proxy { get; init; }

    /// <summary>A proxy that runs already; null to start one.</summary>
    public Uri? Url { get; init; }

    public Uri? AdminUrl { get; init; }
    public string Output { get; init; } = DefaultOutput;
    public string? HttpPath { get; init; }
    public string? PipePath { get; init; }
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(DefaultTimeoutSeconds);
    public bool NoBuild { get; init; }

    /// <summary>Flavours of the services to compare after the cases; none by default.</summary>
    public IReadOnlyList<BuildFlavor> Flavors { get; init; } = [];

    /// <summary>Whether protocols and transports are compared after the cases.</summary>
    public bool Controls { get; init; }

    /// <summary>Whether a dashboard is opened that shows the traces of the run.</summary>
    public bool Dashboard { get; init; }
}
