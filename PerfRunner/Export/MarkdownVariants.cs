using System.Text;
using PerfRunner.Results;

namespace PerfRunner.Export;

/// <summary>The sections of what was compared after the cases; nothing where nothing was asked for.</summary>
internal static class MarkdownVariants
{
    public static void Append(StringBuilder text, RunReport report)
    {
        if (report.Flavors is { } flavors) Append(text, flavors);
        if (report.Controls is { } controls) Append(text, controls);
    }

    private static void Append(StringBuilder text, FlavorReport report)
    {
        var tables = report.Programs.Count == 0 ? "" : $"{FlavorText.Times(report).ToMarkdown()}\n{FlavorText.Footprint(report).ToMarkdown()}\n";
        text.Section("Flavours", tables + MarkdownText.Bullets(FlavorText.Notes(report)));
        if (report.WebServer.Count > 0) text.Section(FlavorText.WebServerTitle, FlavorText.Differences(report.WebServer).ToMarkdown(), level: 3);
        if (report.Runtime.Count > 0) text.Section(FlavorText.RuntimeTitle, FlavorText.Differences(report.Runtime).ToMarkdown(), level: 3);
    }

    private static void Append(StringBuilder text, ControlReport report)
    {
        text.Section("Controls", $"{ControlText.HowToRead}\n");
        if (ControlText.Notes(report).ToList() is { Count: > 0 } notes) text.Append('\n').Append(MarkdownText.Bullets(notes));
        foreach (var load in report.Loads)
        {
            text.Section(ControlText.Title(load), ControlText.Table(load).ToMarkdown(), level: 3);
            if (load.Effects.Count > 0) text.Append('\n').Append(MarkdownText.Bullets(ControlText.Effects(load)));
        }
    }
}
