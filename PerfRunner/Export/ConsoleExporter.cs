using PerfRunner.Results;
using Spectre.Console;

namespace PerfRunner.Export;

/// <summary>The end of a run on the screen; plain lines of any length where standard output is no terminal.</summary>
internal static class ConsoleExporter
{
    /// <param name="files">The reports that were written.</param>
    public static void Write(RunReport report, IReadOnlyList<string> files, TextWriter output, bool isTerminal)
    {
        var skipped = report.Cases.Where(result => result.Status == CaseStatus.Skipped);
        var summary = SummaryTable.From(report.Cases);
        if (isTerminal) WriteTerminal(summary, output);
        else output.Write(summary.ToPlainText());

        Section(output, "Skipped:", skipped.Select(result => $"{Units.Id(result.Id)} {result.Name}: {result.SkippedBecause}"));
        Section(output, "Hops, mean:", Lines(HopText.Render(report.Cases, statistics => statistics.Mean)));
        Section(output, "Hops, p95:", Lines(HopText.Render(report.Cases, statistics => statistics.P95)));
        Section(output, "No hops:", HopText.Missing(report.Cases));
        Section(output, "Comparisons:", report.Comparisons.Select(ReportSentences.Of));
        Flavors(output, report.Flavors);
        Controls(output, report.Controls);
        Section(output, "Cost of tracing:", TracingCosts(report));
        Section(output, "Warnings:", report.Warnings.Select(ReportSentences.Of));
        Section(output, "Written:", files);
    }

    private static void Flavors(TextWriter output, FlavorReport? report)
    {
        if (report is null) return;
        if (report.Programs.Count > 0) Section(output, "Flavours:", Lines(FlavorText.Times(report).ToPlainText()));
        if (report.Programs.Count > 0) Section(output, "Footprint of the flavours:", Lines(FlavorText.Footprint(report).ToPlainText()));
        Section(output, "About the flavours:", FlavorText.Notes(report));
        if (report.WebServer.Count > 0) Section(output, $"{FlavorText.WebServerTitle}:", Lines(FlavorText.Differences(report.WebServer).ToPlainText()));
        if (report.Runtime.Count > 0) Section(output, $"{FlavorText.RuntimeTitle}:", Lines(FlavorText.Differences(report.Runtime).ToPlainText()));
    }

    private static void Controls(TextWriter output, ControlReport? report)
    {
        if (report is null) return;
        foreach (var load in report.Loads)
            Section(output, $"{ControlText.Title(load)}:", [.. Lines(ControlText.Table(load).ToPlainText()), .. ControlText.Effects(load)]);
        Section(output, "About the controls:", [ControlText.HowToRead, .. ControlText.Notes(report)]);
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static List<string> TracingCosts(RunReport report)
    {
        var costs = report.Cases
            .Where(result => result.Tracing is not null)
            .Select(result => $"{Units.Id(result.Id)} {result.Name}: {ReportSentences.Of(result.Tracing!)}")
            .ToList();
        return costs.Count > 0 ? costs : [ReportSentences.NoTracingCost(report.Settings)];
    }

    private static void WriteTerminal(TextTable summary, TextWriter output)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        var table = new Table().RoundedBorder();
        foreach (var (column, title) in summary.Header.Index())
        {
            var alignment = summary.IsLeft(column) ? Justify.Left : Justify.Right;
            table.AddColumn(new TableColumn(new Text(title)) { Alignment = alignment, NoWrap = true });
        }

        foreach (var row in summary.Body) table.AddRow(row.Select(cell => new Text(cell)));
        console.Write(table);
    }

    public static void Section(TextWriter output, string title, IEnumerable<string> lines)
    {
        var all = lines.ToList();
        if (all.Count == 0) return;
        output.WriteLine();
        output.WriteLine(title);
        foreach (var line in all) output.WriteLine($"  {line}");
    }
}
