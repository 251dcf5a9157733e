namespace PerfRunner.Results;

/// <summary>Everything one run measured, and under which circumstances: the shape of performance_results.json.</summary>
internal sealed record RunReport
{
    public required DateTimeOffset StartedAt { get; init; }
    public required double DurationSeconds { get; init; }
    public required EnvironmentInfo Environment { get; init; }
    public required RunSettings Settings { get; init; }
    public required IReadOnlyList<CaseResult> Cases { get; init; }
    public required IReadOnlyList<Comparison> Comparisons { get; init; }
    public required IReadOnlyList<Warning> Warnings { get; init; }

    /// <summary>Null when they were not asked for.</summary>
    public FlavorReport? Flavors { get; init; }

    /// <summary>Null when they were not asked for.</summary>
    public ControlReport? Controls { get; init; }
}
