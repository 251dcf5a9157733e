using System.Text;
using PerfRunner.Results;

namespace PerfRunner.Export;

/// <summary>Writes PERFORMANCE_RESULTS.md; the same report always gives the same text.</summary>
internal static class MarkdownExporter
{
    public const string FileName = "PERFORMANCE_RESULTS.md";

    private const string HowToRead =
        """
        Every duration is measured by the client, from the first byte of the request to the last byte of the answer. p95 is the
        duration that 95 % of the requests did not exceed; every percentile is a value that was measured (nearest rank), so with
        fewer than 100 values p99 is the slowest one. Failed requests are counted as errors and are in no duration. Compare cases
        by their medians (p50): a few slow requests move the mean but not the median. Cold cases start the process anew for every
        request. Figures of different machines do not compare; ratios mostly do.
        """;

    /// <returns>The path of the report.</returns>
    public static string Write(RunReport report, string directory)
    {
        var file = Path.Combine(directory, FileName);
        AtomicFile.Write(file, Render(report));
        return file;
    }

    public static string Render(RunReport report)
    {
        StringBuilder text = new();
        text.Append("# Performance results\n\n");
        text.Append($"Measured {Units.Timestamp(report.StartedAt)} in {Units.Duration(report.DurationSeconds * 1_000_000)} on ");
        text.Append(MarkdownText.Escape(Machine(report.Environment))).Append(".\n\n");
        text.Append(HowToRead.ReplaceLineEndings("\n")).Append('\n');
        text.Section("Summary", SummaryTable.From(report.Cases).ToMarkdown());
        text.Section("Comparisons", report.Comparisons.Count == 0
            ? $"{ReportSentences.NoComparison}\n"
            : MarkdownText.Bullets(report.Comparisons.Select(ReportSentences.Of)));
        MarkdownVariants.Append(text, report);
        text.Section("Cost of tracing", MarkdownTracing.Render(report));
        if (report.Warnings.Count > 0) text.Section("Warnings", MarkdownText.Bullets(report.Warnings.Select(ReportSentences.Of)));
        foreach (var result in report.Cases) MarkdownCase.Append(text, result);
        text.Section("Settings", MarkdownContext.Settings(report.Settings, JsonContext.Default.RunSettings).ToMarkdown());
        text.Section("Environment", MarkdownContext.Environment(report.Environment).ToMarkdown());
        return text.ToString();
    }

    public static string Machine(EnvironmentInfo environment) =>
        $"{environment.Processor} ({Units.Count(environment.LogicalProcessors)} logical processors, " +
        $"{Units.Bytes(environment.MemoryBytes)}), {environment.OperatingSystem}, {environment.Runtime}";
}
