using PerfRunner.Building;
using LocalLambdas.Manifests;

namespace PerfRunner.Results;

/// <summary>Both services in the flavours that were asked for, measured in turns through one proxy.</summary>
internal sealed record FlavorReport
{
    /// <summary>Executable of the proxy, the same for all flavours.</summary>
    public required string Proxy { get; init; }

    public required int Connections { get; init; }

    /// <summary>Of the warm part.</summary>
    public required int Rounds { get; init; }

    public required IReadOnlyList<FlavorResult> Programs { get; init; }

    public required IReadOnlyList<FlavorLeftOut> LeftOut { get; init; }

    /// <summary>HTTP less pipe, of each flavour.</summary>
    public required IReadOnlyList<FlavorDifference> WebServer { get; init; }

    /// <summary>JIT less Native AOT, of each service.</summary>
    public required IReadOnlyList<FlavorDifference> Runtime { get; init; }

    /// <summary>Null when it was finished.</summary>
    public string? BrokenOffBecause { get; init; }
}

/// <summary>One service in one flavour.</summary>
internal sealed record FlavorResult
{
    public required CommunicationMode Service { get; init; }

    public required BuildFlavor Flavor { get; init; }

    public required string Executable { get; init; }

    /// <summary>Of the program without symbols; the shared runtime that JIT and ReadyToRun need beside it is not in it.</summary>
    public required long SizeBytes { get; init; }

    public required int ColdErrors { get; init; }

    public LatencyStatistics? ColdStartMicroseconds { get; init; }

    public required WarmRoundsResult Warm { get; init; }

    /// <summary>After the last round.</summary>
    public long? ResidentBytes { get; init; }

    /// <summary>The same, each page that several processes share divided among them; null where the system does not tell.</summary>
    public long? ProportionalBytes { get; init; }
}

/// <param name="Because">What to install, or what went wrong.</param>
internal sealed record FlavorLeftOut(BuildFlavor Flavor, string Because);

/// <summary>What one of two programs costs more than the other; medians. A figure is null where one of the two has none.</summary>
/// <param name="Of">What the two have in common: a flavour or a service.</param>
internal sealed record FlavorDifference(
    string Of, double? ColdStartMicroseconds, double? WarmMicroseconds, long? ResidentBytes, long SizeBytes);
