using System.Text;
using PerfRunner.Export;
using PerfRunner.Growth.Results;

namespace PerfRunner.Growth.Export;

/// <summary>Writes growth.md; the same report always gives the same text.</summary>
internal static class GrowthMarkdown
{
    public const string FileName = "growth.md";

    /// <returns>The path of the report.</returns>
    public static string Write(GrowthReport report, string directory)
    {
        string file = Path.Combine(directory, FileName);
        AtomicFile.Write(file, Render(report));
        return file;
    }

    public static string Render(GrowthReport report)
    {
        StringBuilder text = new();
        text.Append("# local_lambdas as things grow\n\n");
        text.Append($"Measured {Units.Timestamp(report.StartedAt)} in {Units.Duration(report.DurationSeconds * 1_000_000)} on ");
        text.Append($"{MarkdownText.Escape(MarkdownExporter.Machine(report.Environment))}. Figures are medians of the rounds, ratios medians of the\n");
        text.Append("ratio within each round, beside them the lowest and the highest round.\n");
        foreach ((string title, string explanation, TextTable table) in GrowthSections.Of(report))
        {
            text.Section(title, (explanation.Length == 0 ? "" : explanation + "\n\n") + table.ToMarkdown());
        }

        if (report.Bodies.Count > 0)
        {
            text.Section("Throughput over the length of bodies", $"![Throughput over the length of bodies; the tables above have the figures]({GrowthCurve.FileName})\n");
        }

        text.Section("Settings", MarkdownContext.Settings(report.Settings, GrowthJsonContext.Default.GrowthSettings).ToMarkdown());
        text.Section("Environment", MarkdownContext.Environment(report.Environment).ToMarkdown());
        return text.ToString();
    }
}
