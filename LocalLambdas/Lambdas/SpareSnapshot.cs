namespace LocalLambdas.Lambdas;

/// <summary>The spares of a lambda as they were at one moment.</summary>
/// <param name="Ready">The process ids of those that are ready.</param>
internal sealed record SpareSnapshot(int Wanted, IReadOnlyList<int> Ready, int Starts, string? LastError, int Failures, TimeSpan RetryAfter);
