using PerfRunner.Results;

namespace PerfRunner.Running;

/// <summary>A case's figures, and what its reader should know about them.</summary>
internal sealed record MeasuredCase(CaseResult Result, IReadOnlyList<Warning> Warnings);
