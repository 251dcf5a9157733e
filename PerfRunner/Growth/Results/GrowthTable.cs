using PerfRunner.Growth.Measuring;
using PerfRunner.Peers.Measuring;
using PerfRunner.Peers.Results;
using PerfRunner.Statistics;

namespace PerfRunner.Growth.Results;

/// <summary>From samples to rows.</summary>
internal static class GrowthTable
{
    /// <param name="sizes">The first is the one that the others are compared with.</param>
    public static IReadOnlyList<GrowthRow> Rows(IReadOnlyList<PeerSample> samples, IReadOnlyList<string> sizes, IReadOnlyList<int> connections)
    {
        PeerFigures figures = new(samples);
        return
        [
            .. from series in GrowthSeries.Warm
               from count in connections
               from size in sizes
               select Row(figures, series.Name, size, sizes[0], count),
        ];
    }

    private static GrowthRow Row(PeerFigures figures, string series, string size, string first, int connections)
    {
        string name = GrowthSeries.NameOf(series, size);
        string reference = GrowthSeries.NameOf(series, first);
        return new GrowthRow(
            series,
            size,
            connections,
            figures.Errors(name, connections) ?? 0,
            figures.Rates(name, connections).Median,
            figures.P50(name, connections).Median,
            Ratio(figures.Rates(name, connections) / figures.Rates(reference, connections)),
            Ratio(figures.P50(name, connections) / figures.P50(reference, connections)));
    }

    private static GrowthRatio? Ratio(RoundFigures figures) =>
        figures.Median is { } median ? new GrowthRatio(median, figures.Lowest!.Value, figures.Highest!.Value) : null;
}
