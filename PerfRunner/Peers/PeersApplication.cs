using PerfRunner.Building;
using PerfRunner.Cli;
using PerfRunner.Peers.Export;
using PerfRunner.Peers.Results;
using PerfRunner.Running;

namespace PerfRunner.Peers;

/// <summary>One comparison from options to report.</summary>
internal sealed class PeersApplication(TextWriter output, TextWriter error)
{
    public async Task<RunnerExitCode> RunAsync(PeersOptions options, CancellationToken cancellationToken)
    {
        if (RepositoryRoot.Find() is not { } repository)
        {
            await error.WriteLineAsync("peers compares what this repository builds: run it inside the repository");
            return RunnerExitCode.Usage;
        }

        try
        {
            string directory = OutputDirectory.Create(options.Output);
            PeersReport report = await new PeersRun(options, repository, output.WriteLine).RunAsync(cancellationToken);
            string[] written = [PeersMarkdown.Write(report, directory), PeersJson.Write(report, directory)];
            PeersConsole.Write(report, written, output);
            return Succeeded(report) ? RunnerExitCode.Success : RunnerExitCode.RequestFailed;
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

    /// <summary>A peer that is not there is no failure; the proxy that is not there is.</summary>
    private static bool Succeeded(PeersReport report) =>
        !report.LeftOut.Any(one => one.Name.StartsWith("local", StringComparison.Ordinal))
        && report.Cases.SelectMany(one => one.Points).SelectMany(point => point.Rows).All(row => row.Errors == 0)
        && report.Cold.All(row => row.Errors == 0);
}
