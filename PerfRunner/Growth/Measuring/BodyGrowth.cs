using System.Net;
using PerfRunner.Growth.Results;
using PerfRunner.Load;
using PerfRunner.Peers;
using PerfRunner.Peers.Measuring;
using PerfRunner.Peers.Results;
using PerfRunner.Running;
using PerfRunner.Statistics;

namespace PerfRunner.Growth.Measuring;

/// <summary>The same handler with longer and longer bodies, in either direction.</summary>
internal sealed class BodyGrowth(GrowthOptions options, GrowthProxy start, IPEndPoint service, Action<string> tell)
{
    public const int Connections = 4;

    private readonly PeersOptions _peers = options.ToPeers(Connections);

    public async Task<IReadOnlyList<BodyRow>> MeasureAsync(CancellationToken cancellationToken)
    {
        await using MeasuredProxy proxy = await start.StartAsync(1, cancellationToken);
        List<(BodyWay Way, long AnswerBytes)> ways = [];
        foreach (BodyWay way in options.Bodies.SelectMany(bytes => BodyWay.Of(bytes, proxy.EndPoint, service)))
        {
            ways.Add((way, await way.VerifyAsync(cancellationToken)));
        }

        List<PeerSample> samples = [];
        for (int round = 0; round < options.Rounds; round++)
        {
            tell($"Bodies, round {round + 1} of {options.Rounds}");
            foreach ((BodyWay way, long answerBytes) in RoundOrder.Of(ways, round))
            {
                LoadResult load = PeerLoad.Measure(
                    way.Contender, Connections, _peers.WarmupTime, _peers.Duration, answerBytes, _peers.Timeout, cancellationToken);
                samples.Add(new PeerSample(way.Contender, Connections, round, load, Observed: null));
            }
        }

        PeerFigures figures = new(samples);
        return [.. ways.Select(way => Row(figures, way.Way))];
    }

    private static BodyRow Row(PeerFigures figures, BodyWay way)
    {
        RoundFigures rates = figures.Rates(way.Contender.Name, Connections);
        return new BodyRow(
            way.Direction,
            way.Name,
            way.Bytes,
            figures.Errors(way.Contender.Name, Connections) ?? 0,
            rates.Median,
            rates.Median * way.Bytes,
            rates.Lowest * way.Bytes,
            rates.Highest * way.Bytes,
            figures.P50(way.Contender.Name, Connections).Median);
    }
}
