using System.Globalization;
using PerfRunner.Growth.Results;
using PerfRunner.Peers;
using PerfRunner.Peers.Measuring;
using PerfRunner.Running;

namespace PerfRunner.Growth.Measuring;

/// <summary>The same requests to one proxy, with more and more connections open beside theirs.</summary>
internal sealed class IdleGrowth(GrowthOptions options, GrowthProxy start, long bodyBytes, Action<string> tell)
{
    public static readonly IReadOnlyList<int> Connections = [1, 16];

    public async Task<IReadOnlyList<GrowthRow>> MeasureAsync(CancellationToken cancellationToken)
    {
        await using MeasuredProxy proxy = await start.StartAsync(1, cancellationToken);
        PeersOptions peers = options.ToPeers(Connections);
        foreach (GrowthSeries series in GrowthSeries.Warm)
        {
            PeerLoad.Measure(series.To(proxy.EndPoint, series.Name), Connections[^1], TimeSpan.Zero, options.FirstWarmupTime, bodyBytes, peers.Timeout, cancellationToken);
        }

        List<PeerSample> samples = [];
        for (int round = 0; round < options.Rounds; round++)
        {
            tell($"Idle connections, round {round + 1} of {options.Rounds}");
            foreach (int count in RoundOrder.Of(options.Idle, round))
            {
                samples.AddRange(Measure(proxy, count, round, peers, cancellationToken));
            }
        }

        return GrowthTable.Rows(samples, [.. options.Idle.Select(Label)], Connections);
    }

    private List<PeerSample> Measure(MeasuredProxy proxy, int count, int round, PeersOptions peers, CancellationToken cancellationToken)
    {
        using IdleConnections idle =
            IdleConnections.Open(proxy.EndPoint, GrowthSeries.Warm[0].To(proxy.EndPoint, "idle").Request, count, peers.Timeout)
            ?? throw new PeerException($"the proxy does not answer on {count} connections, or this system does not allow as many (ulimit -n)");
        List<PeerSample> samples = [];
        foreach (GrowthSeries series in GrowthSeries.Warm)
        {
            Contender contender = series.To(proxy.EndPoint, GrowthSeries.NameOf(series.Name, Label(count)));
            foreach (int connections in Connections)
            {
                samples.Add(new PeerSample(
                    contender,
                    connections,
                    round,
                    PeerLoad.Measure(contender, connections, peers.WarmupTime, peers.Duration, bodyBytes, peers.Timeout, cancellationToken),
                    Observed: null));
            }
        }

        return samples;
    }

    private static string Label(int count) => count.ToString(CultureInfo.InvariantCulture);
}
