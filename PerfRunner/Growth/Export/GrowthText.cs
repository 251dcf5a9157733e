using PerfRunner.Export;
using PerfRunner.Growth.Results;

namespace PerfRunner.Growth.Export;

/// <summary>The tables, the same in every report for people.</summary>
internal static class GrowthText
{
    /// <param name="what">What grows.</param>
    public static TextTable Of(IReadOnlyList<GrowthRow> rows, string what)
    {
        TextTable table = new(1, "series", "connections", what, "req/s", "to the first", "in rounds", "p50", "to the first", "in rounds", "errors");
        foreach (GrowthRow row in rows)
        {
            table.Add(
                row.Series,
                Units.Count(row.Connections),
                row.Size,
                row.RequestsPerSecond is { } rate ? Units.Number(rate) : Units.NoValue,
                Median(row.RateRatio),
                Range(row.RateRatio),
                Units.DurationIfAny(row.P50Microseconds),
                Median(row.P50Ratio),
                Range(row.P50Ratio),
                Units.Count(row.Errors));
        }

        return table;
    }

    /// <summary>A line for each length, a column for each way.</summary>
    public static TextTable Of(IReadOnlyList<BodyRow> rows, BodyDirection direction)
    {
        BodyRow[] ours = [.. rows.Where(row => row.Direction == direction)];
        string[] ways = [.. ours.Select(row => row.Way).Distinct()];
        TextTable table = new(0, ["bytes", .. ways.SelectMany(way => (string[])[way, $"{way} p50"])]);
        foreach (IGrouping<long, BodyRow> length in ours.GroupBy(row => row.Bytes))
        {
            table.Add([Units.Count(length.Key), .. ways.SelectMany(way => Cells(length.SingleOrDefault(row => row.Way == way)))]);
        }

        return table;
    }

    private static string[] Cells(BodyRow? row) => row switch
    {
        null => [Units.NoValue, Units.NoValue],
        { Errors: > 0 } => [$"{Units.Count(row.Errors)} errors", Units.NoValue],
        { Bytes: 0, RequestsPerSecond: { } rate } => [$"{Units.Number(rate)} req/s", Units.DurationIfAny(row.P50Microseconds)],
        _ => [Units.BytesPerSecond(row.BytesPerSecond), Units.DurationIfAny(row.P50Microseconds)],
    };

    private static string Median(GrowthRatio? ratio) => ratio is null ? Units.NoValue : Units.Number(ratio.Median);

    private static string Range(GrowthRatio? ratio) => ratio is null ? Units.NoValue : $"{Units.Number(ratio.Lowest)} to {Units.Number(ratio.Highest)}";
}
