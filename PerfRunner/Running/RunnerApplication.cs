using System.Diagnostics;
using System.Xml;
using PerfRunner.Building;
using PerfRunner.Cli;
using PerfRunner.Environments;
using PerfRunner.Export;
using PerfRunner.Planning;
using PerfRunner.Results;
using Spectre.Console;

namespace PerfRunner.Running;

/// <summary>One run from options to report.</summary>
internal sealed class RunnerApplication(TextWriter output, TextWriter error)
{
    private bool IsTerminal => output == Console.Out && !Console.IsOutputRedirected;

    public async Task<RunnerExitCode> RunAsync(RunnerOptions options, CancellationToken cancellationToken)
    {
        try
        {
            RunFiles files = RunFiles.Find(options, RepositoryRoot.Find());
            string directory = CreateDirectory(options.Output);
            (RunReport report, bool succeeded) = await ShowAsync(reporter => MeasureAsync(options, files, reporter, cancellationToken));
            string[] written = [MarkdownExporter.Write(report, directory), JsonExporter.Write(report, directory)];
            await output.WriteLineAsync();
            ConsoleExporter.Write(report, written, output, IsTerminal);
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
        await using MeasuredProxy proxy = await new ProxyLauncher(options, files, reporter).LaunchAsync(cancellationToken);
        RunPlan plan = RunPlan.Create(options, proxy.Routes ?? ReadRoutes(files.Manifest), proxy.NoAdminBecause);
        BenchmarkRun run = await new BenchmarkRunner(proxy, options, reporter).RunAsync(plan, cancellationToken);
        RunReport report = RunReportFactory.Create(
            startedAt,
            Stopwatch.GetElapsedTime(start),
            environment with { ProxyVersion = proxy.Status?.Proxy.Version },
            RunReportFactory.Settings(options, files, plan, proxy),
            RunReportFactory.DebugBuildsOf(files, proxy),
            run);
        return (report, run.Succeeded);
    }

    private static IReadOnlyList<LambdaRoute> ReadRoutes(string? manifest)
    {
        try
        {
            return manifest is null ? [] : ManifestRoutes.Read(manifest);
        }
        catch (XmlException exception)
        {
            throw new RunnerException(RunnerExitCode.Usage, $"{manifest}({exception.LineNumber}): {exception.Message}", exception);
        }
    }

    /// <summary>At the start: a run of minutes must not end with a report that cannot be written.</summary>
    private static string CreateDirectory(string directory)
    {
        try
        {
            string path = Directory.CreateDirectory(directory).FullName;
            using (File.Create(Path.Combine(path, Path.GetRandomFileName()), bufferSize: 1, FileOptions.DeleteOnClose))
            {
                return path;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RunnerException(RunnerExitCode.Usage, $"--output: {exception.Message}", exception);
        }
    }

    private Task<T> ShowAsync<T>(Func<IRunReporter, Task<T>> run) =>
        IsTerminal ? LiveRunReporter.RunAsync(AnsiConsole.Console, run) : run(new PlainRunReporter(output));
}
