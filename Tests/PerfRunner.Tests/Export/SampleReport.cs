using PerfRunner.Building;
using PerfRunner.Results;
using PerfRunner.Statistics;

namespace PerfRunner.Tests.Export;

/// <summary>A run with each kind of case: measured, with some errors, with nothing but errors, cold, skipped.</summary>
internal static class SampleReport
{
    public static EnvironmentInfo Environment { get; } = new()
    {
        Machine = "bench-01",
        Processor = "Example CPU | 3.0 GHz",
        LogicalProcessors = 8,
        MemoryBytes = 16_777_216_000,
        OperatingSystem = "Example Linux 1.0",
        Architecture = "X64",
        Runtime = ".NET 10.0.0",
        ProxyVersion = "0.1.0",
        LoadAverage = null,
    };

    public static RunSettings Settings { get; } = new()
    {
        Requests = 100,
        Warmup = 50,
        ColdStarts = 20,
        Connections = 1,
        Cases = [1, 2, 3, 4, 5, 6],
        Manifest = "/srv/app/manifest.xml",
        Proxy = null,
        Url = "http://127.0.0.1:3000",
        HttpPath = "/http/perf",
        PipePath = "/pipe/perf",
        TimeoutSeconds = 30,
        Tracing = true,
        Flavors = [BuildFlavor.Jit, BuildFlavor.R2r, BuildFlavor.Aot],
        Controls = true,
        LoadModel = "closed loop",
    };

    public static RunReport Mixed { get; } = Of(
        SampleCases.Measured(1, Sequence(100, 80, 0.4)) with { Hops = null, HopsMissingBecause = "the proxy does not say" },
        SampleCases.Measured(2, [.. Sequence(100, 400, 1.5), 9_000]) with { Tracing = new TracingCost(100, 500, 475, 500 / 475.0) },
        SampleCases.Cold(3, Sequence(20, 60_000, 400)),
        SampleCases.AllErrors(4),
        SampleCases.Skipped(5),
        SampleCases.Spare(Sequence(20, 800, 5))) with
    {
        Flavors = SampleVariants.Flavors,
        Controls = SampleVariants.Controls,
    };

    public static RunReport Of(params CaseResult[] cases) => new()
    {
        StartedAt = new DateTimeOffset(2025, 6, 1, 14, 0, 0, TimeSpan.FromHours(2)),
        DurationSeconds = 12.34,
        Environment = Environment,
        Settings = Settings,
        Cases = cases,
        Comparisons = Comparisons.From(cases),
        Warnings =
        [
            .. WarningRules.ForRun(Environment, ["HttpService.dll"]),
            .. cases.SelectMany(result => WarningRules.ForCase(result, result.Id == 2 ? new Outliers(1, 101, 475, 9_000, 220) : null)),
        ],
    };

    private static double[] Sequence(int count, double first, double step) =>
        [.. Enumerable.Range(0, count).Select(index => first + (step * (index * 37 % count)))];
}
