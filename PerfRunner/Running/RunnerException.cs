using PerfRunner.Cli;

namespace PerfRunner.Running;

/// <summary>The run cannot begin. The message is for the user and names the remedy.</summary>
internal sealed class RunnerException(RunnerExitCode exitCode, string message, Exception? inner = null) : Exception(message, inner)
{
    public RunnerExitCode ExitCode { get; } = exitCode;
}
