using PerfRunner.Hops;
using PerfRunner.Results;
using PerfRunner.Statistics;

namespace PerfRunner.Tests.Export;

/// <summary>Results of cases as a run could give them.</summary>
internal static class SampleCases
{
    private static readonly DateTimeOffset Begin = new(2025, 6, 1, 12, 0, 0, TimeSpan.Zero);

    public static CaseResult Measured(int id, double[] microseconds) => new()
    {
        Id = id,
        Name = Name(id),
        Title = CaseNames.InWords(id),
        Status = CaseStatus.Measured,
        Requests = microseconds.Length,
        Errors = 0,
        ErrorsByKind = new Dictionary<RequestError, int>(),
        StatusCodes = new Dictionary<int, int> { [200] = microseconds.Length },
        ElapsedSeconds = microseconds.Sum() / 1e6,
        RequestsPerSecond = microseconds.Length * 1e6 / Math.Max(1, microseconds.Sum()),
        BytesPerSecond = microseconds.Length * 150e6 / Math.Max(1, microseconds.Sum()),
        LatencyMicroseconds = LatencySummary.From(microseconds),
        Histogram = HistogramBuilder.From(microseconds),
        Proxy = new ProcessFigures(50_331_648, 0.000_031),
        Service = new ProcessFigures(null, null),
        Hops = microseconds.Length == 0 ? null : Hops(microseconds),
        HopsMissingBecause = microseconds.Length == 0 ? "no request succeeded" : null,
    };

    public static CaseResult Cold(int id, double[] microseconds) => Measured(id, microseconds) with
    {
        Service = new ProcessFigures(33_554_432, 0.048),
        ColdStart = new ColdStartResult
        {
            Phases = new ColdStartPhases
            {
                Spawn = Share(microseconds, 0.1),
                Accept = Share(microseconds, 0.6),
                FirstAnswer = Share(microseconds, 0.25),
                Rest = Share(microseconds, 0.05),
            },
            Starts = [.. microseconds.Select((value, index) => Start(value, index))],
        },
    };

    public static CaseResult Spare(double[] microseconds) => Measured(6, microseconds) with
    {
        SpareStart = new SpareStartResult
        {
            FirstAnswer = Share(microseconds, 0.75),
            Rest = Share(microseconds, 0.25),
            Starts =
            [
                .. microseconds.Select((value, index) => new SpareStartSample(
                    Begin.AddSeconds(index), Begin.AddSeconds(index - 0.5), Begin.AddSeconds(index).AddMicroseconds(40 + index), 5000 + index, value, value * 0.75)),
            ],
        },
    };

    public static CaseResult AllErrors(int id) => Measured(id, []) with
    {
        Requests = 3,
        Errors = 3,
        ErrorsByKind = new Dictionary<RequestError, int> { [RequestError.ConnectionLost] = 2, [RequestError.Status] = 1 },
        StatusCodes = new Dictionary<int, int> { [503] = 1 },
        ElapsedSeconds = 0.5,
        RequestsPerSecond = 0,
        BytesPerSecond = 0,
        Histogram = null,
    };

    public static CaseResult Skipped(int id) => Measured(id, []) with
    {
        Status = CaseStatus.Skipped,
        SkippedBecause = "the proxy at --url has no admin endpoint | its processes cannot be stopped",
        StatusCodes = new Dictionary<int, int>(),
        HopsMissingBecause = null,
        RequestsPerSecond = null,
        BytesPerSecond = null,
        Histogram = null,
        Proxy = null,
        Service = null,
    };

    private static string Name(int id) => id switch
    {
        1 => "cached",
        2 => "http-warm",
        3 => "http-cold",
        4 => "pipe-warm",
        6 => "pipe-spare",
        _ => "pipe-cold",
    };

    private static LatencyStatistics Share(double[] microseconds, double share) =>
        LatencySummary.From([.. microseconds.Select(value => value * share)])!;

    /// <summary>A little more is accounted for than the whole.</summary>
    private static HopResult Hops(double[] microseconds)
    {
        double[] shares = [0.1, 0, 0.05, 0, 0.05, 0.5, 0.2, 0.125, -0.025];
        return new HopResult(
            microseconds.Length,
            LatencySummary.From(microseconds)!,
            [.. HopTimes.Names.Zip(shares, (name, share) => new HopRow(name, Share(microseconds, share)))]);
    }

    private static ColdStartSample Start(double value, int index) => new(
        Begin.AddSeconds(index),
        Begin.AddSeconds(index).AddMicroseconds(340 + index),
        4000 + index,
        value,
        value * 0.1,
        value * 0.6,
        value * 0.25);
}
