namespace PerfRunner.Peers.Results;

/// <summary>Two rates, where nothing is to be reached: it says where others stand.</summary>
/// <param name="Name">Stable: a key in the JSON report.</param>
/// <param name="Means">What is compared with what.</param>
/// <param name="Value">Median of the ratio within each round.</param>
/// <param name="Lowest">Of the rounds.</param>
internal sealed record PeerComparison(string Name, string Means, double Value, double Lowest, double Highest);
