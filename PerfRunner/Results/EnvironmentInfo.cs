namespace PerfRunner.Results;

/// <summary>The machine and the software that the figures belong to.</summary>
internal sealed record EnvironmentInfo
{
    public required string Machine { get; init; }
    public required string Processor { get; init; }
    public required int LogicalProcessors { get; init; }
    public required long MemoryBytes { get; init; }
    public required string OperatingSystem { get; init; }
    public required string Architecture { get; init; }
    public required string Runtime { get; init; }

    /// <summary>Version of the measured proxy as its admin endpoint tells it; null if it has none.</summary>
    public string? ProxyVersion { get; init; }

    /// <summary>Load average over one minute before the run; null where the system has none.</summary>
    public double? LoadAverage { get; init; }
}
