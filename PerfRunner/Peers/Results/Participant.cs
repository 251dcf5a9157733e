namespace PerfRunner.Peers.Results;

/// <summary>A program that took part.</summary>
/// <param name="Version">What it says of itself.</param>
/// <param name="Setup">How it was set up.</param>
/// <param name="ResidentBytes">Of its processes together, right after the rounds; what they share counts in each. Null where it is not known.</param>
/// <param name="IdleResidentBytes">The same when nobody has been asked for <see cref="Measuring.ResidentMemory.Idle"/>.</param>
internal sealed record Participant(string Name, string Version, string Setup, long? ResidentBytes, long? IdleResidentBytes);

/// <summary>A program, or one of its ways, that did not take part.</summary>
internal sealed record LeftOut(string Name, string Because);
