using System.Text;
using PerfRunner.Export;
using PerfRunner.Peers.Results;

namespace PerfRunner.Peers.Export;

/// <summary>Writes peers.md; the same report always gives the same text.</summary>
internal static class PeersMarkdown
{
    public const string FileName = "peers.md";

    private const string HowToRead =
        """
        Each way was measured by turns with all others, round after round, by the runner's own generator: a closed loop, each connection
        sends its next request when it has read the answer to the last. Figures are medians of the rounds. Ratios are medians of the ratio
        within each round: above 1 local_lambdas is faster (its rate divided by the row's; the row's p50 divided by its own); "in rounds" is
        the rate ratio of the lowest and of the highest round: where 1 lies between them, the run does not tell which is faster. Every answer
        is checked (status, length, whether it came from a cache); a failed request is counted as an error and is in no other figure, and
        a row with errors has no ratio. "Processor" is the processor time of a request, user and system, in the processes of the row's own program:
        without the service behind it, and without the client. All ways give the same answer, which was verified before and after. wrk's p50 is "corrected for
        coordinated omission" by wrk itself where an answer took more than twice the mean, and counts from when wrk came to send: with
        many connections it is shorter than the closed loop's.
        """;

    private const string HowToReadCold =
        """
        From before the process is started to the last byte of its first answer. direct: started and asked by the runner itself, without
        anything between, connection included; it asks every 0.1 ms whether the service listens. local-lambdas: a request on an open
        connection to the proxy, which finds no process of the lambda (or, spare, one that is ready). lighttpd: a request on an open
        connection to lighttpd, which starts a process for each request. over direct and ratio compare medians with the same service, built
        in the same way, started directly. Each start waits until everything that was started before has been quiet for 20 ms, or for 150 ms
        where a spare was replaced.
        """;

    private const string HowToReadPhases =
        """
        Medians of the starts through the proxy, as it tells them of each. Spawn: from the request until the system has created the process and the
        proxy goes on; runtime: until the program's own code begins; application: until it accepts; noticed: until the proxy knows; first answer: until
        the proxy has it. Of a spare the first four are those of its start before the request, and the last counts from the request.
        """;

    private const string HowToReadTargets =
        """
        What the proxy is meant to reach, as medians of the rounds. "Not in every round": single rounds say otherwise, so another run may.
        """;

    private const string HowToReadComparisons =
        """
        No targets: the C program has one thread, a connection to the service for each of a client's, and reads nothing of what it passes on. Nothing
        that receives each request and each answer and sends it on by itself can be expected to be faster.
        """;

    private const string HowToReadServices =
        """
        Behind the proxy, read after a second of requests on 16 connections; pages that it shares with other processes count.
        """;

    private const string HowToReadPrograms =
        """
        Resident memory of all processes of a program together: what they share counts in each. "After load" is read right after the last round,
        "idle" when three seconds have passed after that in which nobody was asked.
        """;

    /// <returns>The path of the report.</returns>
    public static string Write(PeersReport report, string directory)
    {
        string file = Path.Combine(directory, FileName);
        AtomicFile.Write(file, Render(report));
        return file;
    }

    public static string Render(PeersReport report)
    {
        StringBuilder text = new();
        text.Append("# local_lambdas and its peers\n\n");
        text.Append($"Measured {Units.Timestamp(report.StartedAt)} in {Units.Duration(report.DurationSeconds * 1_000_000)} on ");
        text.Append($"{MarkdownText.Escape(MarkdownExporter.Machine(report.Environment))}.\n\n");
        text.Append(Paragraph(HowToRead));
        text.Section("Targets", Paragraph(HowToReadTargets) + "\n" + PeersText.Of(report.Targets).ToMarkdown());
        if (report.Comparisons.Count > 0)
        {
            text.Section("Beside the program that only passes bytes on", Paragraph(HowToReadComparisons) + "\n" + PeersText.Of(report.Comparisons).ToMarkdown());
        }

        foreach (PeerCaseResult one in report.Cases)
        {
            text.Section(one.Title, $"Ratios to {one.Reference}.\n");
            foreach (PeerPoint point in one.Points)
            {
                text.Section(PeerCases.ConnectionsText(point.Connections), PeersText.Of(point, one.Reference).ToMarkdown(), level: 3);
            }
        }

        if (report.Cold.Count > 0)
        {
            text.Section("Cold start", Paragraph(HowToReadCold) + "\n" + PeersText.Of(report.Cold).ToMarkdown());
            text.Section("Phases", Paragraph(HowToReadPhases) + "\n" + PeersText.PhasesOf(report.Cold).ToMarkdown(), level: 3);
        }

        if (report.Services.Count > 0)
        {
            text.Section("Memory of the services", Paragraph(HowToReadServices) + "\n" + PeersText.Of(report.Services).ToMarkdown());
        }

        text.Section("The ways", MarkdownText.Bullets(Ways(report)));
        text.Section("The programs", Paragraph(HowToReadPrograms) + "\n" + PeersText.Of(report.Participants).ToMarkdown());
        if (report.LeftOut.Count > 0)
        {
            text.Section("Left out", MarkdownText.Bullets(report.LeftOut.Select(one => $"{one.Name}: {one.Because}")));
        }

        text.Section("Settings", MarkdownContext.Settings(report.Settings, PeersJsonContext.Default.PeersSettings).ToMarkdown());
        text.Section("Environment", MarkdownContext.Environment(report.Environment).ToMarkdown());
        return text.ToString();
    }

    private static string Paragraph(string text) => text.ReplaceLineEndings("\n") + "\n";

    private static IEnumerable<string> Ways(PeersReport report) => report.Cases
        .SelectMany(one => one.Points)
        .SelectMany(point => point.Rows)
        .Select(row => (row.Name, row.Means))
        .Concat(report.Cold.Select(row => (row.Name, row.Means)))
        .Distinct()
        .Select(way => $"{way.Name}: {way.Means}");
}
