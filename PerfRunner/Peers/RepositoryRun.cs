using PerfRunner.Building;
using PerfRunner.Cli;
using PerfRunner.Running;

namespace PerfRunner.Peers;

/// <summary>A run that measures what this repository builds, from the command line to the exit code.</summary>
internal static class RepositoryRun
{
    /// <param name="command">Its name, for the message where there is no repository.</param>
    /// <param name="output">Directory of the report.</param>
    /// <param name="run">Gets the repository and the directory of the report.</param>
    public static async Task<RunnerExitCode> RunAsync(
        string command, string output, TextWriter error, Func<string, string, Task<RunnerExitCode>> run, CancellationToken cancellationToken)
    {
        if (RepositoryRoot.Find() is not { } repository)
        {
            await error.WriteLineAsync($"{command} measures what this repository builds: run it inside the repository");
            return RunnerExitCode.Usage;
        }

        try
        {
            return await run(repository, OutputDirectory.Create(output));
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
