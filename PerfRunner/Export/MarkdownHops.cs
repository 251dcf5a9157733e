using System.Text;
using PerfRunner.Results;

namespace PerfRunner.Export;

/// <summary>Where a case's time went, hop by hop.</summary>
internal static class MarkdownHops
{
    private const string Title = "Hops";

    public static void Append(StringBuilder text, CaseResult result)
    {
        if (result.Hops is { } hops)
        {
            text.Section(Title, Table(hops).ToMarkdown() + Explanation(result, hops), level: 3);
        }
        else if (result.LatencyMicroseconds is not null)
        {
            text.Section(Title, $"None: {MarkdownText.Escape(result.HopsMissingBecause ?? "no reason was given")}.\n", level: 3);
        }
    }

    private static TextTable Table(HopResult hops)
    {
        TextTable table = new(1, "hop", "mean", "p50", "p95", "p99", "share");
        foreach (var row in hops.Rows) Add(table, row.Name, row.Statistics, hops.EndToEnd);
        Add(table, "end to end", hops.EndToEnd, hops.EndToEnd);
        return table;
    }

    private static void Add(TextTable table, string name, LatencyStatistics statistics, LatencyStatistics whole) => table.Add(
        HopText.InWords(name),
        Units.Duration(statistics.Mean),
        Units.Duration(statistics.P50),
        Units.Duration(statistics.P95),
        Units.Duration(statistics.P99),
        whole.Mean > 0 ? Units.Percent(statistics.Mean / whole.Mean) : Units.NotAvailable);

    private static string Explanation(CaseResult result, HopResult hops)
    {
        var requests = result.ColdStart is null
            ? $"Of {Units.Count(hops.Requests)} requests after the timed ones, which do not ask for it."
            : $"Of {Units.Count(hops.Requests)} of the timed starts.";
        return $"\n{requests} Shares are of the means, which add up; percentiles do not.\n";
    }
}
