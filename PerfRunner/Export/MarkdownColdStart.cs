using System.Text;
using PerfRunner.Results;

namespace PerfRunner.Export;

/// <summary>What a cold case's time went into, and the evidence that each start was cold.</summary>
internal static class MarkdownColdStart
{
    public static void Append(StringBuilder text, ColdStartResult cold, LatencyStatistics? endToEnd)
    {
        (string, LatencyStatistics)[] phases =
        [
            ("spawn: start begun until the process exists", cold.Phases.Spawn),
            ("accept: until the service accepts a connection", cold.Phases.Accept),
            ("first answer: until the proxy has read it", cold.Phases.FirstAnswer),
            ("rest: client, proxy and the way between", cold.Phases.Rest),
        ];
        text.Section("Phases", PhaseTable.Of(phases, endToEnd).ToMarkdown(), level: 3);
        text.Append(PhaseTable.Note);
        text.Section("Evidence", Evidence(cold.Starts).ToMarkdown(), level: 3);
        text.Append($"\n{Verdict(cold.Starts)}\n");
    }

    private static TextTable Evidence(IReadOnlyList<ColdStartSample> starts)
    {
        TextTable table = new(0, "start", "request sent (UTC)", "process started (UTC)", "difference", "pid", "end to end");
        foreach (var (index, start) in starts.Index())
        {
            table.Add(
                Units.Count(index + 1),
                Units.TimeOfDay(start.RequestSentAt),
                Units.TimeOfDay(start.ProcessStartedAt),
                Units.Duration(StartedAfter(start).TotalMicroseconds),
                Units.Id(start.Pid),
                Units.Duration(start.EndToEndMicroseconds));
        }

        return table;
    }

    private static TimeSpan StartedAfter(ColdStartSample start) => start.ProcessStartedAt - start.RequestSentAt;

    private static string Verdict(IReadOnlyList<ColdStartSample> starts)
    {
        var early = starts.Count(start => StartedAfter(start) <= TimeSpan.Zero);
        var shared = starts.Count - starts.Select(start => start.Pid).Distinct().Count();
        return (early, shared) switch
        {
            (0, 0) =>
                "Every process started after its request was sent, and no two starts have the same process id.",
            (0, _) =>
                $"Every process started after its request was sent; {Units.Count(shared)} of the process ids had occurred before.",
            _ =>
                $"{Units.Count(early)} of {Units.Count(starts.Count)} processes did not start after the request was sent: not cold.",
        };
    }
}
