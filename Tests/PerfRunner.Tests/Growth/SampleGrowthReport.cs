using PerfRunner.Growth.Results;
using PerfRunner.Peers.Measuring;
using PerfRunner.Tests.Export;
using PerfRunner.Tests.Peers;

namespace PerfRunner.Tests.Growth;

/// <summary>A run that nobody made: 1,000 routes take 104, 102 and 103 µs instead of 100; idle connections cost nothing.</summary>
internal static class SampleGrowthReport
{
    public static readonly IReadOnlyList<GrowthRow> Routes = GrowthTable.Rows(
        [.. Rounds("pipe 1", 100, 100, 100), .. Rounds("pipe 1000", 104, 102, 103), .. Rounds("cached 1", 10), .. Rounds("cached 1000", 10, errors: 2)],
        ["1", "1000"],
        [16]);

    public static readonly IReadOnlyList<GrowthRow> Idle = GrowthTable.Rows([.. Rounds("pipe 0", 100), .. Rounds("pipe 1000", 100)], ["0", "1000"], [16]);

    public static readonly GrowthReport Report = new()
    {
        StartedAt = SampleReport.Mixed.StartedAt,
        DurationSeconds = 60,
        Environment = SampleReport.Mixed.Environment,
        Settings = new GrowthSettings("aot", 3, 0.3, 128, 4),
        Routes = Routes,
        Idle = Idle,
        Bodies =
        [
            new(BodyDirection.Answer, "cached", 0, 0, 60_000, 0, 0, 0, 60),
            new(BodyDirection.Answer, "pipe", 0, 0, 30_000, 0, 0, 0, 120),
            new(BodyDirection.Answer, "pipe", 10_000_000, 0, 100, 1e9, 0.9e9, 1.1e9, 40_000),
            new(BodyDirection.Request, "pipe", 1_000, 3, null, null, null, null, null),
        ],
        Targets = [.. GrowthTargets.Of(Routes, Idle)],
    };

    private static IEnumerable<PeerSample> Rounds(string name, params double[] microseconds) =>
        microseconds.Select((latency, round) => SampleContender.Sample(SampleContender.Of(name), round, latency, connections: 16));

    private static IEnumerable<PeerSample> Rounds(string name, double microseconds, int errors) =>
        [SampleContender.Sample(SampleContender.Of(name), 0, microseconds, connections: 16, errors: errors)];
}
