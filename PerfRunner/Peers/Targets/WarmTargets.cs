using PerfRunner.Peers.Results;
using PerfRunner.Peers.Starting;
using PerfRunner.Statistics;

namespace PerfRunner.Peers.Targets;

/// <summary>Targets of a service, or a cache, that is running.</summary>
internal static class WarmTargets
{
    private static readonly int[] Many = [16, 64];

    public static IEnumerable<TargetResult> Of(PeerCase one, PeerFigures figures, IReadOnlyList<int> connections) => one switch
    {
        PeerCase.Cached => Cached(figures),
        PeerCase.Pipe => Pipe(figures, connections),
        PeerCase.Http => Http(figures),
        _ => [],
    };

    private static IEnumerable<TargetResult> Cached(PeerFigures figures)
    {
        foreach (int count in Many)
        {
            yield return Rate(figures, LocalLambdasPeer.CachedName, "nginx-cache", count, 1.2);
            yield return Rate(figures, LocalLambdasPeer.CachedName, "c-floor", count, 0.6);
            yield return Rate(figures, LocalLambdasPeer.CachedName, "c-floor", count, 0.8);
        }
    }

    private static IEnumerable<TargetResult> Pipe(PeerFigures figures, IReadOnlyList<int> connections)
    {
        RoundFigures parts = figures.P50("bare-kestrel", 1) + figures.P50("socket-round-trip", 1);
        yield return Ratio(
            "pipe-p50-to-parts-1",
            $"{LocalLambdasPeer.PipeName}, 1 connection: p50 to the sum of bare-kestrel's and socket-round-trip's",
            isAtLeast: false,
            1.5,
            figures.P50(LocalLambdasPeer.PipeName, 1) / parts);
        yield return Rate(figures, LocalLambdasPeer.PipeName, "nginx-tcp", 16, 1.4);
        foreach (int count in connections)
        {
            yield return new TargetResult(
                $"pipe-errors-{count}", $"{LocalLambdasPeer.PipeName}, {PeerCases.ConnectionsText(count)}: errors", TargetUnit.Errors, IsAtLeast: false, 0,
                figures.Errors(LocalLambdasPeer.PipeName, count));
        }
    }

    private static IEnumerable<TargetResult> Http(PeerFigures figures)
    {
        foreach (int count in (int[])[1, .. Many])
        {
            yield return Rate(figures, LocalLambdasPeer.HttpName, "nginx-tcp", count, 1.2);
            yield return Rate(figures, LocalLambdasPeer.HttpName, "yarp", count, 1);
        }
    }

    private static TargetResult Rate(PeerFigures figures, string ours, string other, int connections, double limit) => Ratio(
        FormattableString.Invariant($"{ours}-to-{other}-{connections}-{limit}"),
        $"{ours}, {PeerCases.ConnectionsText(connections)}: rate to {other}",
        isAtLeast: true,
        limit,
        figures.Rates(ours, connections) / figures.Rates(other, connections));

    private static TargetResult Ratio(string name, string means, bool isAtLeast, double limit, RoundFigures figures) =>
        new(name, means, TargetUnit.Ratio, isAtLeast, limit, figures.Median, figures.Lowest, figures.Highest);
}
