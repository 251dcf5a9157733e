namespace PerfRunner.Peers.Results;

/// <summary>A program that took part.</summary>
/// <param name="Version">What it says of itself.</param>
/// <param name="Setup">How it was set up.</param>
/// <param name="ResidentBytes">Of its processes together, after the rounds; what they share counts in each. Null where it is not known.</param>
internal sealed record Participant(string Name, string Version, string Setup, long? ResidentBytes);

/// <summary>A program, or one of its ways, that did not take part.</summary>
internal sealed record LeftOut(string Name, string Because);
