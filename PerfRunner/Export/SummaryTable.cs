using PerfRunner.Results;

namespace PerfRunner.Export;

/// <summary>One row a case, the same in every report for people.</summary>
internal static class SummaryTable
{
    public static TextTable From(IReadOnlyList<CaseResult> cases)
    {
        TextTable table = new(1, "case", "requests", "errors", "p50", "p95", "p99", "mean", "req/s");
        foreach (var result in cases) table.Add(Row(result));
        return table;
    }

    private static string[] Row(CaseResult result) => result switch
    {
        { Status: CaseStatus.Skipped } => [Label(result), "skipped", .. Enumerable.Repeat(Units.NoValue, 6)],
        { LatencyMicroseconds: { } latency } =>
        [
            .. Counts(result),
            Units.Duration(latency.P50),
            Units.Duration(latency.P95),
            Units.Duration(latency.P99),
            Units.Duration(latency.Mean),
            result.RequestsPerSecond is { } rate ? Units.Number(rate) : Units.NotAvailable,
        ],
        _ => [.. Counts(result), .. Enumerable.Repeat(Units.NoValue, 5)],
    };

    private static string[] Counts(CaseResult result) => [Label(result), Units.Count(result.Requests), Units.Count(result.Errors)];

    private static string Label(CaseResult result) => $"{Units.Id(result.Id)} {result.Name}";
}
