using PerfRunner.Building;
using PerfRunner.Cli;
using PerfRunner.Growth.Export;
using PerfRunner.Growth.Results;
using PerfRunner.Peers;
using PerfRunner.Running;

namespace PerfRunner.Growth;

/// <summary>One run from options to report.</summary>
internal sealed class GrowthApplication(TextWriter output, TextWriter error)
{
    public async Task<RunnerExitCode> RunAsync(GrowthOptions options, CancellationToken cancellationToken)
    {
        if (RepositoryRoot.Find() is not { } repository)
        {
            await error.WriteLineAsync("growth measures what this repository builds: run it inside the repository");
            return RunnerExitCode.Usage;
        }

        try
        {
            string directory = OutputDirectory.Create(options.Output);
            GrowthReport report = await new GrowthRun(options, repository, output.WriteLine).RunAsync(cancellationToken);
            string[] written = [GrowthMarkdown.Write(report, directory), GrowthJson.Write(report, directory)];
            GrowthConsole.Write(report, written, output);
            return report.Routes.Concat(report.Idle).All(row => row.Errors == 0) && report.Bodies.All(row => row.Errors == 0)
                ? RunnerExitCode.Success
                : RunnerExitCode.RequestFailed;
        }
        catch (RunnerException exception)
        {
            await error.WriteLineAsync(exception.Message);
            return exception.ExitCode;
        }
        catch (PeerException exception)
        {
            await error.WriteLineAsync(exception.Message);
            return RunnerExitCode.Unavailable;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return RunnerExitCode.Cancelled;
        }
    }
}
