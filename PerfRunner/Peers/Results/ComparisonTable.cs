using PerfRunner.Peers.Starting;
using PerfRunner.Statistics;

namespace PerfRunner.Peers.Results;

/// <summary>How far each is from the program that only passes bytes on, which nothing can be ahead of that passes requests on one by one.</summary>
internal static class ComparisonTable
{
    /// <returns>What was measured of those of the cases that were compared.</returns>
    public static IReadOnlyList<PeerComparison> Of(PeersOptions options, PeerFigures figures) =>
    [
        .. from one in options.Cases
           from connections in options.Connections
           from pair in Pairs(one)
           from comparison in Comparison(figures, pair.Way, pair.Floor, connections)
           select comparison,
    ];

    private static (string Way, string Floor)[] Pairs(PeerCase one) => one switch
    {
        PeerCase.Http =>
        [
            (LocalLambdasPeer.HttpName, CFloorPeer.TcpName),
            ("nginx-tcp", CFloorPeer.TcpName),
            ("nginx-unix", CFloorPeer.UnixName),
        ],
        PeerCase.Pipe => [(LocalLambdasPeer.PipeName, CFloorPeer.TcpName)],
        _ => [],
    };

    private static IEnumerable<PeerComparison> Comparison(PeerFigures figures, string way, string floor, int connections)
    {
        RoundFigures ratios = figures.Rates(way, connections) / figures.Rates(floor, connections);
        if (ratios is { Median: { } median, Lowest: { } lowest, Highest: { } highest })
        {
            yield return new PeerComparison(
                FormattableString.Invariant($"{way}-to-{floor}-{connections}"),
                $"{way}, {PeerCases.ConnectionsText(connections)}: rate to {floor}",
                median,
                lowest,
                highest);
        }
    }
}
