using PerfRunner.Results;

namespace PerfRunner.Controls;

/// <summary>Takes the difference between HTTP over TCP and frames over a Unix socket apart.</summary>
internal static class ControlEffects
{
    private static readonly (string Name, string From, string To)[] Pairs =
    [
        ("transport-of-http", ControlDefinition.HttpTcp, ControlDefinition.HttpUnix),
        ("transport-of-frames", ControlDefinition.FramesTcp, ControlDefinition.FramesUnix),
        ("protocol-over-tcp", ControlDefinition.HttpTcp, ControlDefinition.FramesTcp),
        ("protocol-over-unix", ControlDefinition.HttpUnix, ControlDefinition.FramesUnix),
        ("frames-instead-of-json", ControlDefinition.JsonUnix, ControlDefinition.FramesUnix),
        ("both", ControlDefinition.HttpTcp, ControlDefinition.FramesUnix),
    ];

    /// <returns>Of those whose both ends were measured without an error.</returns>
    public static IReadOnlyList<ControlEffect> From(IReadOnlyList<ControlResult> controls)
    {
        Dictionary<string, double> medians = Medians(controls);
        return
        [
            .. from pair in Pairs
               where medians.ContainsKey(pair.From) && medians.ContainsKey(pair.To)
               let @from = medians[pair.From]
               let to = medians[pair.To]
               select new ControlEffect(pair.Name, pair.From, pair.To, to - @from, to / @from),
        ];
    }

    public static Dictionary<string, double> Medians(IReadOnlyList<ControlResult> controls) => controls
        .Where(control => control.Warm is { Errors: 0, LatencyMicroseconds.P50: > 0 })
        .ToDictionary(control => control.Name, control => control.Warm.LatencyMicroseconds!.P50);
}
