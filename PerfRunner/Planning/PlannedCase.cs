namespace PerfRunner.Planning;

/// <summary>A case of this run.</summary>
/// <param name="PathAndQuery">What is requested; empty when there is no lambda to ask.</param>
/// <param name="LambdaId">The lambda that serves the path; null when the proxy does not tell its lambdas.</param>
/// <param name="SkippedBecause">Null for a case that is to be measured.</param>
internal sealed record PlannedCase(CaseDefinition Definition, string PathAndQuery, string? LambdaId, string? SkippedBecause);
