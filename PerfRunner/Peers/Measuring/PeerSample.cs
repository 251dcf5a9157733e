using PerfRunner.Load;

namespace PerfRunner.Peers.Measuring;

/// <summary>What a contender did in one round with so many connections.</summary>
/// <param name="Round">From 0.</param>
/// <param name="Observed">What wrk saw of it in the same round; null when it did not look.</param>
internal sealed record PeerSample(Contender Contender, int Connections, int Round, LoadResult Load, WrkFigures? Observed)
{
    /// <summary>Only what succeeded is throughput.</summary>
    public double RequestsPerSecond => Load.ElapsedSeconds > 0 ? Load.Latencies.Count / Load.ElapsedSeconds : 0;
}
