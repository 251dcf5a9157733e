using PerfRunner.Results;

namespace PerfRunner.Export;

/// <summary>Hops as plain text.</summary>
internal static class HopText
{
    public static string InWords(string name) => name.Replace('-', ' ');

    /// <summary>A row a hop, a column a case; empty when no case has hops.</summary>
    public static string Render(IReadOnlyList<CaseResult> cases, Func<LatencyStatistics, double> figure)
    {
        var shown = cases.Where(result => result.Hops is not null).ToList();
        if (shown.Count == 0) return "";
        TextTable table = new(1, ["hop", .. shown.Select(result => result.Name)]);
        foreach (var (index, row) in shown[0].Hops!.Rows.Index())
            table.Add([InWords(row.Name), .. shown.Select(result => Units.Duration(figure(result.Hops!.Rows[index].Statistics)))]);
        table.Add(["end to end", .. shown.Select(result => Units.Duration(figure(result.Hops!.EndToEnd)))]);
        return table.ToPlainText();
    }

    public static IEnumerable<string> Missing(IReadOnlyList<CaseResult> cases) => cases
        .Where(result => result is { LatencyMicroseconds: not null, Hops: null })
        .Select(result => $"{Units.Id(result.Id)} {result.Name}: {result.HopsMissingBecause}");
}
