namespace LocalLambdas.Lambdas;

/// <summary>A phase of a start, between two timestamps of <see cref="System.Diagnostics.Stopwatch"/>.</summary>
internal readonly record struct StartPhase(string Name, long From, long To);
