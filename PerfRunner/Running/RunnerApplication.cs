using System.Diagnostics;
using LocalLambdas.Manifests;
using PerfRunner.Building;
using PerfRunner.Cli;
using PerfRunner.Dashboards;
using PerfRunner.Environments;
using PerfRunner.Export;
using PerfRunner.Planning;
using PerfRunner.Results;
using PerfRunner.Tracing;
using PerfRunner.Variants;
using ServiceDefaults;
using Spectre.Console;

namespace PerfRunner.Running;

/// <summary>One run from options to report.</summary>
internal sealed class RunnerApplication(TextWriter output, TextWriter error)
{
    private static readonly TimeSpan KeyInterval = TimeSpan.FromMilliseconds(100);

    private bool IsTerminal => output == Console.Out && !Console.IsOutputRedirected;

    public async Task<RunnerExitCode> RunAsync(RunnerOptions options, CancellationToken cancellationToken)
    {
        try
        {
            RunFiles files = RunFiles.Find(options, RepositoryRoot.Find());
            string directory = OutputDirectory.Create(options.Output);
            await using AspireDashboard? dashboard = options.Dashboard ? await StartDashboardAsync(cancellationToken) : null;
            using TelemetryEnvironment? telemetry = dashboard is null ? null : TelemetryEnvironment.SendTo(dashboard.OtlpEndpoint);
            (RunReport report, bool succeeded) = await ShowAsync(reporter => MeasureAsync(options, files, reporter, cancellationToken));
            string[] written = [MarkdownExporter.Write(report, directory), JsonExporter.Write(report, directory)];
            await output.WriteLineAsync();
            ConsoleExporter.Write(report, written, output, IsTerminal);
            if (dashboard is not null && IsTerminal && !Console.IsInputRedirected)
            {
                await WaitForKeyAsync(dashboard, cancellationToken);
            }

            return succeeded ? RunnerExitCode.Success : RunnerExitCode.RequestFailed;
        }
        catch (RunnerException exception)
        {
            await error.WriteLineAsync(exception.Message);
            return exception.ExitCode;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return RunnerExitCode.Cancelled;
        }
    }

    private static async Task<(RunReport Report, bool Succeeded)> MeasureAsync(
        RunnerOptions options, RunFiles files, IRunReporter reporter, CancellationToken cancellationToken)
    {
        DateTimeOffset startedAt = DateTimeOffset.UtcNow;
        long start = Stopwatch.GetTimestamp();

        // Before the build, whose load would be taken for the machine's.
        EnvironmentInfo environment = EnvironmentCollector.Collect();
        using ProgramTelemetry? exporter = ProgramTelemetry.Start(TelemetryNames.Service, TelemetryNames.Source);
        RunTracing tracing = new(exporter is not null, exporter);
        if (exporter is not null)
        {
            reporter = new TelemetryRunReporter(reporter, exporter.Logger<TelemetryRunReporter>());
        }

        ProxyLauncher launcher = new(options, files, reporter);
        VariantRuns variants = new(options, files, launcher, reporter);
        RunReport report;
        BenchmarkRun run;
        await using (MeasuredProxy proxy = await launcher.LaunchAsync(cancellationToken))
        {
            await variants.BuildAsync(cancellationToken);
            RunPlan plan = RunPlan.Create(options, proxy.Routes ?? ReadRoutes(options, files), proxy.NoAdminBecause);
            SpareCase spares = new(options, files, launcher, reporter, tracing);
            run = await new BenchmarkRunner(proxy, options, reporter, tracing, spares).RunAsync(plan, cancellationToken);
            report = RunReportFactory.Create(
                startedAt,
                Stopwatch.GetElapsedTime(start),
                environment with { ProxyVersion = proxy.Status?.Proxy.Version },
                RunReportFactory.Settings(options, files, plan, proxy, tracing.IsOn),
                RunReportFactory.DebugBuildsOf(files, proxy),
                run);
        }

        (FlavorReport? flavors, ControlReport? controls) = await variants.MeasureAsync(tracing, cancellationToken);
        report = report with { Flavors = flavors, Controls = controls, DurationSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds };
        return (report, run.Succeeded && VariantRuns.Succeeded(report));
    }

    /// <summary>Of a proxy that does not tell them itself; without need for a path there is none for the manifest, which may be another proxy's.</summary>
    private static IReadOnlyList<LambdaRoute> ReadRoutes(RunnerOptions options, RunFiles files)
    {
        if (files.Manifest is null || options is { HttpPath: not null, PipePath: not null })
        {
            return [];
        }

        try
        {
            return LambdaRoute.From(ManifestReader.Read(files.Manifest));
        }
        catch (ManifestException exception)
        {
            throw new RunnerException(RunnerExitCode.Usage, $"{exception.Message}; or name what to ask for with --http-path and --pipe-path", exception);
        }
    }

    private async Task<AspireDashboard> StartDashboardAsync(CancellationToken cancellationToken)
    {
        DashboardStart start = new(AspireCli.Find(Environment.GetEnvironmentVariable("PATH")));
        AspireDashboard dashboard = await AspireDashboard.StartAsync(start, cancellationToken);
        await output.WriteLineAsync($"Dashboard: {dashboard.Link}");
        return dashboard;
    }

    private async Task WaitForKeyAsync(AspireDashboard dashboard, CancellationToken cancellationToken)
    {
        await output.WriteLineAsync($"\nDashboard: {dashboard.Link}\nIt stays open until a key is pressed.");
        try
        {
            while (!Console.KeyAvailable)
            {
                await Task.Delay(KeyInterval, cancellationToken);
            }

            Console.ReadKey(intercept: true);
        }
        catch (OperationCanceledException)
        {
            // Ctrl+C closes it as well; the run is done, and its exit code stands.
        }
    }

    private Task<T> ShowAsync<T>(Func<IRunReporter, Task<T>> run) =>
        IsTerminal ? LiveRunReporter.RunAsync(AnsiConsole.Console, run) : run(new PlainRunReporter(output));
}
