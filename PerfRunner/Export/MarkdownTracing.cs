using PerfRunner.Results;

namespace PerfRunner.Export;

/// <summary>The same case with every request traced and with none.</summary>
internal static class MarkdownTracing
{
    public static string Render(RunReport report)
    {
        var compared = report.Cases.Where(result => result.Tracing is not null).ToList();
        if (compared.Count == 0) return $"{ReportSentences.NoTracingCost(report.Settings)}\n";
        TextTable table = new(1, "case", "requests each", "p50 without", "p50 with", "ratio");
        foreach (var result in compared)
        {
            var cost = result.Tracing!;
            table.Add(
                $"{Units.Id(result.Id)} {result.Name}",
                Units.Count(cost.Requests),
                Units.Duration(cost.P50WithoutMicroseconds),
                Units.Duration(cost.P50WithMicroseconds),
                Units.Ratio(cost.Ratio));
        }

        return $"{table.ToMarkdown()}\nMeasured in turns after all cases; no request of any other figure is traced.\n";
    }
}
