using PerfRunner.Growth.Results;
using PerfRunner.Peers;
using PerfRunner.Peers.Measuring;
using PerfRunner.Running;

namespace PerfRunner.Growth.Measuring;

/// <summary>The same requests to three proxies that are up at the same time: two with one route, whose difference is noise, and one with many.</summary>
internal sealed class RouteGrowth(GrowthOptions options, GrowthProxy start, long bodyBytes, Action<string> tell)
{
    public static readonly IReadOnlyList<int> Connections = [1, 16];

    public async Task<IReadOnlyList<GrowthRow>> MeasureAsync(CancellationToken cancellationToken)
    {
        tell($"Routes: 1, 1 again, and {options.Routes}");
        await using MeasuredProxy one = await start.StartAsync(1, cancellationToken);
        await using MeasuredProxy again = await start.StartAsync(1, cancellationToken);
        await using MeasuredProxy many = await start.StartAsync(options.Routes, cancellationToken);
        (string Label, MeasuredProxy Proxy)[] states = [("1", one), ("1, again", again), ($"{options.Routes}", many)];
        Contender[] contenders =
        [
            .. from series in GrowthSeries.Warm
               from state in states
               select series.To(state.Proxy.EndPoint, GrowthSeries.NameOf(series.Name, state.Label)),
        ];
        IReadOnlyList<PeerSample> samples =
            await new PeerRounds(options.ToPeers(Connections), bodyBytes, wrk: null, tell).RunAsync(contenders, cancellationToken);
        return GrowthTable.Rows(samples, [.. states.Select(state => state.Label)], Connections);
    }
}
