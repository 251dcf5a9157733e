namespace Fuzzing.Running;

/// <summary>An input for which something does not hold.</summary>
/// <param name="Number">Which input of the run it was, counted from 1.</param>
internal sealed record FuzzFinding(byte[] Input, long Number, Exception Failure);
