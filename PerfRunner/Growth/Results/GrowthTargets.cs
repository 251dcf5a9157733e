using PerfRunner.Growth.Measuring;
using PerfRunner.Peers;
using PerfRunner.Peers.Targets;

namespace PerfRunner.Growth.Results;

/// <summary>That what grows costs nothing.</summary>
internal static class GrowthTargets
{
    private const double RouteTolerance = 0.03;

    /// <summary>What "flat" is taken for.</summary>
    private const double IdleTolerance = 0.1;

    /// <returns>Of the last size of each part that was measured.</returns>
    public static IEnumerable<TargetResult> Of(IReadOnlyList<GrowthRow> routes, IReadOnlyList<GrowthRow> idle) =>
    [
        .. Last(routes, RouteGrowth.Connections).SelectMany(row => (TargetResult[])[
            Target(row, "routes", "rate to that with 1 route", row.RateRatio, isAtLeast: true, 1 - RouteTolerance),
            Target(row, "routes", "p50 to that with 1 route", row.P50Ratio, isAtLeast: false, 1 + RouteTolerance)]),
        .. Last(idle, IdleGrowth.Connections).Select(row =>
            Target(row, "idle connections", "p50 to that without", row.P50Ratio, isAtLeast: false, 1 + IdleTolerance)),
    ];

    private static IEnumerable<GrowthRow> Last(IReadOnlyList<GrowthRow> rows, IReadOnlyList<int> connections) =>
        from series in GrowthSeries.Warm
        from count in connections
        let found = rows.LastOrDefault(row => row.Series == series.Name && row.Connections == count)
        where found is not null
        select found;

    private static TargetResult Target(GrowthRow row, string what, string compared, GrowthRatio? ratio, bool isAtLeast, double limit) => new(
        $"{what.Split(' ')[0]}-{row.Series}-{(isAtLeast ? "rate" : "p50")}-{row.Connections}",
        $"{row.Size} {what}, {row.Series}, {PeerCases.ConnectionsText(row.Connections)}: {compared}",
        TargetUnit.Ratio,
        isAtLeast,
        limit,
        ratio?.Median,
        ratio?.Lowest,
        ratio?.Highest);
}
