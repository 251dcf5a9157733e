using PerfRunner.Export;
using PerfRunner.Growth.Results;

namespace PerfRunner.Growth.Export;

/// <summary>The end of a run on the screen.</summary>
internal static class GrowthConsole
{
    /// <param name="files">The reports that were written.</param>
    public static void Write(GrowthReport report, IReadOnlyList<string> files, TextWriter output)
    {
        foreach ((string title, _, TextTable table) in GrowthSections.Of(report))
        {
            output.WriteLine();
            output.WriteLine(title);
            output.Write(table.ToPlainText());
        }

        ConsoleExporter.Section(output, "Written:", files);
    }
}
