using LocalLambdas.Admin;
using PerfRunner.Load;

namespace PerfRunner.Peers.Cold;

/// <summary>What one way to a cold start did in one round.</summary>
/// <param name="Phases">Null where nobody tells them.</param>
internal sealed record ColdSample(IColdStart Start, Exchange Exchange, StartPhasesStatus? Phases = null);
