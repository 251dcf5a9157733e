using PerfRunner.Results;

namespace PerfRunner.Export;

/// <summary>The parts of a request that follow each other.</summary>
internal static class PhaseTable
{
    public const string Note = "\nShares are of the means, which add up; percentiles of the phases do not.\n";

    public static TextTable Of(IReadOnlyList<(string Name, LatencyStatistics Statistics)> phases, LatencyStatistics? endToEnd)
    {
        var whole = phases.Sum(phase => phase.Statistics.Mean);
        TextTable table = new(1, "phase", "mean", "p50", "p95", "share");
        foreach (var (name, statistics) in phases)
        {
            table.Add(
                name,
                Units.Duration(statistics.Mean),
                Units.Duration(statistics.P50),
                Units.Duration(statistics.P95),
                whole > 0 ? Units.Percent(statistics.Mean / whole) : Units.NotAvailable);
        }

        if (endToEnd is not null)
        {
            table.Add(
                "end to end",
                Units.Duration(endToEnd.Mean),
                Units.Duration(endToEnd.P50),
                Units.Duration(endToEnd.P95),
                Units.Percent(1));
        }

        return table;
    }
}
