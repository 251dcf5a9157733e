using System.Text;
using PerfRunner.Results;

namespace PerfRunner.Export;

/// <summary>The section of one case.</summary>
internal static class MarkdownCase
{
    public static void Append(StringBuilder text, CaseResult result)
    {
        text.Append($"\n## Case {Units.Id(result.Id)}: {MarkdownText.Escape(result.Title)}\n\n");
        if (result.Status == CaseStatus.Skipped)
        {
            text.Append($"Skipped: {MarkdownText.Escape(result.SkippedBecause ?? "no reason was given")}\n");
            return;
        }

        text.Append(Figures(result).ToMarkdown());
        if (result.LatencyMicroseconds is { } latency)
        {
            text.Section("Latency", Latency(latency).ToMarkdown() + FewValues(latency.Count), level: 3);
        }
        else
        {
            text.Append("\nNo request succeeded, so there is no latency to show.\n");
        }

        if (result.Histogram is { Count: > 0 } histogram)
        {
            text.Section("Histogram", $"```text\n{HistogramText.Render(histogram)}```\n", level: 3);
        }

        MarkdownHops.Append(text, result);
        if (result.ColdStart is { } cold) MarkdownColdStart.Append(text, cold, result.LatencyMicroseconds);
        if (result.SpareStart is { } spare) MarkdownSpareStart.Append(text, spare, result.LatencyMicroseconds);
    }

    private static TextTable Figures(CaseResult result)
    {
        // A case in which nothing succeeded has no rate, memory or processor time worth a figure.
        string Figure(string text) => result.LatencyMicroseconds is null ? Units.NoValue : text;

        TextTable table = new(1, "figure", "value");
        table.Add("requests", Units.Count(result.Requests));
        table.Add("errors", Units.Count(result.Errors));
        foreach (var (kind, count) in result.ErrorsByKind.OrderBy(pair => pair.Key))
            table.Add($"errors: {Units.Name(kind)}", Units.Count(count));
        foreach (var (status, count) in result.StatusCodes.OrderBy(pair => pair.Key))
            table.Add($"status {Units.Id(status)}", Units.Count(count));
        table.Add("elapsed", Units.Duration(result.ElapsedSeconds * 1_000_000));
        table.Add("throughput", Figure(Units.PerSecond(result.RequestsPerSecond)));
        table.Add("transfer", Figure(Units.BytesPerSecond(result.BytesPerSecond)));
        table.Add("memory of the proxy", Figure(Units.Bytes(result.Proxy?.ResidentBytes)));
        table.Add("memory of the service", Figure(Units.Bytes(result.Service?.ResidentBytes)));
        table.Add("CPU per request, proxy", Figure(Units.Duration(result.Proxy?.CpuSecondsPerRequest * 1_000_000)));
        table.Add("CPU per request, service", Figure(Units.Duration(result.Service?.CpuSecondsPerRequest * 1_000_000)));
        return table;
    }

    private static TextTable Latency(LatencyStatistics latency)
    {
        TextTable table = new(1, "statistic", "value");
        table.Add("values", Units.Count(latency.Count));
        foreach (var (name, value) in new (string, double)[]
        {
            ("mean", latency.Mean), ("standard deviation", latency.Stddev), ("min", latency.Min),
            ("p10", latency.P10), ("p25", latency.P25), ("p50", latency.P50), ("p75", latency.P75), ("p90", latency.P90),
            ("p95", latency.P95), ("p99", latency.P99), ("p99.9", latency.P999), ("max", latency.Max),
        })
        {
            table.Add(name, Units.Duration(value));
        }

        return table;
    }

    private static string FewValues(long count) => count switch
    {
        < 20 => "\np95, p99 and p99.9 are the slowest value itself: there are fewer than 20 values.\n",
        < 100 => "\np99 and p99.9 are the slowest value itself: there are fewer than 100 values.\n",
        < 1_000 => "\np99.9 is the slowest value itself: there are fewer than 1,000 values.\n",
        _ => "",
    };
}
