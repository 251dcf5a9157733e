using PerfRunner.Building;

namespace PerfRunner.Results;

/// <summary>Every setting that a run depends on, as it was after defaults.</summary>
internal sealed record RunSettings
{
    public required int Requests { get; init; }
    public required int Warmup { get; init; }
    public required int ColdStarts { get; init; }
    public required int Connections { get; init; }
    public required IReadOnlyList<int> Cases { get; init; }

    /// <summary>Null when the proxy was already running and nobody named its manifest.</summary>
    public string? Manifest { get; init; }

    /// <summary>Executable of the proxy; null when it was already running.</summary>
    public string? Proxy { get; init; }

    /// <summary>Base address of the measured proxy.</summary>
    public required string Url { get; init; }

    public required string HttpPath { get; init; }
    public required string PipePath { get; init; }
    public required double TimeoutSeconds { get; init; }

    /// <summary>True when telemetry was exported: then a few requests of each case were traced, beside the timed ones.</summary>
    public required bool Tracing { get; init; }

    /// <summary>Flavours of the services that were asked for.</summary>
    public required IReadOnlyList<BuildFlavor> Flavors { get; init; }

    /// <summary>Whether protocols and transports were to be compared.</summary>
    public required bool Controls { get; init; }

    /// <summary>How load is made: closed loop, each connection sends its next request when it has read the answer to the last.</summary>
    public required string LoadModel { get; init; }
}
