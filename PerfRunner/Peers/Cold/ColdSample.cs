using PerfRunner.Load;

namespace PerfRunner.Peers.Cold;

/// <summary>What one way to a cold start did in one round.</summary>
internal sealed record ColdSample(IColdStart Start, Exchange Exchange);
