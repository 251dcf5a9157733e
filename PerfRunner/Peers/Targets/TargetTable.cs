using PerfRunner.Peers.Results;
using PerfRunner.Peers.Starting;

namespace PerfRunner.Peers.Targets;

/// <summary>From figures to verdicts.</summary>
internal static class TargetTable
{
    /// <returns>Those of the cases that were compared.</returns>
    public static IReadOnlyList<TargetResult> Of(
        PeersOptions options,
        PeerFigures figures,
        IReadOnlyList<ColdRow> cold,
        IReadOnlyList<Participant> participants,
        IReadOnlyList<LoadedService> services)
    {
        int[] connections = [.. options.Connections.Union(options.PipeConnections)];
        return
        [
            .. options.Cases.SelectMany(one => WarmTargets.Of(one, figures, connections)),
            .. options.Cases.Contains(PeerCase.Cold) ? ColdTargets.Of(cold) : [],
            .. MemoryTargets.Of(participants.FirstOrDefault(one => one.Name == LocalLambdasPeer.PeerName), services),
        ];
    }
}
