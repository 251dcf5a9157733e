using PerfRunner.Results;

namespace PerfRunner.Running;

/// <summary>What came of a plan.</summary>
/// <param name="AllFinished">False when a case was broken off.</param>
internal sealed record BenchmarkRun(IReadOnlyList<CaseResult> Cases, IReadOnlyList<Warning> Warnings, bool AllFinished)
{
    /// <summary>Skipping a case is no failure, skipping all of them is.</summary>
    public bool Succeeded =>
        AllFinished && Cases.All(result => result.Errors == 0) && Cases.Any(result => result.Status == CaseStatus.Measured);
}
