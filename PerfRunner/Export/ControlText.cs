using PerfRunner.Results;

namespace PerfRunner.Export;

/// <summary>The controls and what they attribute, the same in every report for people.</summary>
internal static class ControlText
{
    public const string HowToRead =
        "The same handler behind each protocol and transport, measured in turns; lowest and highest are the medians of rounds, ratio is to http-tcp.";

    public static string Title(ControlLoad load) => $"Controls, connections: {Units.Count(load.Connections)}";

    public static TextTable Table(ControlLoad load)
    {
        TextTable table = new(1, "control", "errors", "p50", "p95", "mean", "lowest", "highest", "ratio");
        foreach (var control in load.Controls)
        {
            var latency = control.Warm.LatencyMicroseconds;
            table.Add(
                control.Name,
                Units.Count(control.Warm.Errors),
                Units.DurationIfAny(latency?.P50),
                Units.DurationIfAny(latency?.P95),
                Units.DurationIfAny(latency?.Mean),
                Units.DurationIfAny(control.Warm.LowestRoundP50Microseconds),
                Units.DurationIfAny(control.Warm.HighestRoundP50Microseconds),
                control.RatioToHttpTcp is { } ratio ? Units.Ratio(ratio) : Units.NoValue);
        }

        return table;
    }

    public static IEnumerable<string> Effects(ControlLoad load) => load.Effects.Select(Sentence);

    public static IEnumerable<string> Notes(ControlReport report)
    {
        foreach (var leftOut in report.LeftOut) yield return $"{leftOut.Name} is left out: {leftOut.Because}";
        if (report.BrokenOffBecause is { } reason) yield return $"Broken off: {reason}";
    }

    private static string Sentence(ControlEffect effect)
    {
        var change = $"{Units.Duration(Math.Abs(effect.Microseconds))} {(effect.Microseconds <= 0 ? "less" : "more")} at the median ({Units.Ratio(effect.Ratio)})";
        return $"{What(effect.Name)}, {effect.From} to {effect.To}: {change}.";
    }

    private static string What(string effect) => effect switch
    {
        "transport-of-http" => "The transport, for HTTP",
        "transport-of-frames" => "The transport, for frames",
        "protocol-over-tcp" => "The protocol, over TCP",
        "protocol-over-unix" => "The protocol, over a Unix socket",
        "frames-instead-of-json" => "Frames on one connection instead of an envelope and a connection each",
        "both" => "Protocol and transport together",
        _ => throw new ArgumentOutOfRangeException(nameof(effect), effect, "There is no such effect."),
    };
}
