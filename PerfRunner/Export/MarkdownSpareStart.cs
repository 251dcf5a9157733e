using System.Text;
using PerfRunner.Results;

namespace PerfRunner.Export;

/// <summary>Where the time of requests went that took a spare, and the evidence that each did.</summary>
internal static class MarkdownSpareStart
{
    public static void Append(StringBuilder text, SpareStartResult spare, LatencyStatistics? endToEnd)
    {
        (string, LatencyStatistics)[] phases =
        [
            ("first answer: spare taken until the proxy has read it", spare.FirstAnswer),
            ("rest: client, proxy and the way between", spare.Rest),
        ];
        text.Section("Phases", PhaseTable.Of(phases, endToEnd).ToMarkdown(), level: 3);
        text.Append(PhaseTable.Note);
        text.Section("Evidence", Evidence(spare.Starts).ToMarkdown(), level: 3);
        text.Append($"\n{Verdict(spare.Starts)}\n");
    }

    private static TextTable Evidence(IReadOnlyList<SpareStartSample> starts)
    {
        TextTable table = new(0, "request", "process started (UTC)", "request sent (UTC)", "spare taken after", "pid", "end to end");
        foreach (var (index, start) in starts.Index())
        {
            table.Add(
                Units.Count(index + 1),
                Units.TimeOfDay(start.ProcessStartedAt),
                Units.TimeOfDay(start.RequestSentAt),
                Units.Duration((start.TakenAt - start.RequestSentAt).TotalMicroseconds),
                Units.Id(start.Pid),
                Units.Duration(start.EndToEndMicroseconds));
        }

        return table;
    }

    private static string Verdict(IReadOnlyList<SpareStartSample> starts)
    {
        var wrong = starts.Count(start => start.ProcessStartedAt >= start.RequestSentAt || start.TakenAt < start.RequestSentAt);
        return wrong == 0
            ? "Every process had been started before its request was sent, was told as a spare that is ready, and was taken after that."
            : $"{Units.Count(wrong)} of {Units.Count(starts.Count)} processes were no spare when the request was sent.";
    }
}
