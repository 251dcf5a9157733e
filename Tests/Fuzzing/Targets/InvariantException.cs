namespace Fuzzing.Targets;

/// <summary>Nothing was thrown, but the outcome is wrong.</summary>
internal sealed class InvariantException(string invariant) : Exception(invariant);
