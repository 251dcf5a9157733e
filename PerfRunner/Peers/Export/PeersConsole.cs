using PerfRunner.Export;
using PerfRunner.Peers.Results;

namespace PerfRunner.Peers.Export;

/// <summary>The end of a comparison on the screen.</summary>
internal static class PeersConsole
{
    /// <param name="files">The reports that were written.</param>
    public static void Write(PeersReport report, IReadOnlyList<string> files, TextWriter output)
    {
        foreach (PeerCaseResult one in report.Cases)
        {
            foreach (PeerPoint point in one.Points)
            {
                output.WriteLine();
                output.WriteLine($"{one.Title}, {PeerCases.ConnectionsText(point.Connections)}; ratios to {one.Reference}, above 1: it is faster");
                output.Write(PeersText.Of(point, one.Reference).ToPlainText());
            }
        }

        if (report.Cold.Count > 0)
        {
            output.WriteLine();
            output.WriteLine("Cold start, from before the process to its first answer");
            output.Write(PeersText.Of(report.Cold).ToPlainText());
            output.WriteLine();
            output.WriteLine("Phases of the starts through the proxy, medians");
            output.Write(PeersText.PhasesOf(report.Cold).ToPlainText());
        }

        output.WriteLine();
        output.WriteLine("Targets");
        output.Write(PeersText.Of(report.Targets).ToPlainText());
        if (report.Comparisons.Count > 0)
        {
            output.WriteLine();
            output.WriteLine("Beside the program that only passes bytes on");
            output.Write(PeersText.Of(report.Comparisons).ToPlainText());
        }

        ConsoleExporter.Section(output, "Left out:", report.LeftOut.Select(one => $"{one.Name}: {one.Because}"));
        ConsoleExporter.Section(output, "Written:", files);
    }
}
