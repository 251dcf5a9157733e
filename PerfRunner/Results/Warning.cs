namespace PerfRunner.Results;

/// <summary>Something about the run that its reader should know, with advice.</summary>
internal sealed record Warning(WarningKind Kind, int? CaseId, string Message);

/// <summary>The names are stable: they stand in the JSON report.</summary>
internal enum WarningKind
{
    /// <summary>The slowest value is far outside the rest (modified Z-score by the median absolute deviation).</summary>
    Outliers,

    /// <summary>The spread of the values is large against their mean.</summary>
    HighVariance,

    /// <summary>Too few values for the high percentiles to mean anything.</summary>
    FewSamples,

    /// <summary>The machine was busy with something else when the run began.</summary>
    BusyMachine,

    /// <summary>The measured binaries or the runner are not Release builds.</summary>
    DebugBuild,
}
