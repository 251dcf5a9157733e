using PerfRunner.Cli;
using PerfRunner.Environments;
using PerfRunner.Planning;
using PerfRunner.Results;
using PerfRunner.Statistics;

namespace PerfRunner.Running;

/// <summary>Puts a run's results together with its circumstances.</summary>
internal static class RunReportFactory
{
    private const string LoadModel =
        "closed loop: each connection sends its next request when it has read the answer to the last";

    public static RunSettings Settings(RunnerOptions options, RunFiles files, RunPlan plan, MeasuredProxy proxy, bool tracing) => new()
    {
        Requests = options.Requests,
        Warmup = options.Warmup,
        ColdStarts = options.ColdStarts,
        Connections = options.Connections,
        Cases = [.. options.Cases.Select(id => (int)id)],
        Manifest = files.Manifest,
        Proxy = files.Proxy,
        Url = proxy.Url.GetLeftPart(UriPartial.Authority),
        HttpPath = plan.HttpPath,
        PipePath = plan.PipePath,
        TimeoutSeconds = options.Timeout.TotalSeconds,
        Tracing = tracing,
        Flavors = options.Flavors,
        Controls = options.Controls,
        LoadModel = LoadModel,
    };

    public static RunReport Create(
        DateTimeOffset startedAt, TimeSpan duration, EnvironmentInfo environment, RunSettings settings, IReadOnlyList<string> debugBuilds, BenchmarkRun run) => new()
    {
        StartedAt = startedAt,
        DurationSeconds = duration.TotalSeconds,
        Environment = environment,
        Settings = settings,
        Cases = run.Cases,
        Comparisons = Statistics.Comparisons.From(run.Cases),
        Warnings = [.. WarningRules.ForRun(environment, debugBuilds), .. run.Warnings],
    };

    /// <summary>The programs whose build matters: the runner, the proxy and its lambdas.</summary>
    public static IReadOnlyList<string> DebugBuildsOf(RunFiles files, MeasuredProxy proxy) => DebugBuilds.Among(
    [
        Environment.ProcessPath ?? "",
        files.Proxy ?? "",
        .. proxy.Status?.Lambdas.Select(lambda => lambda.Executable) ?? [],
    ]);
}
