namespace LocalLambdas.Processes;

/// <summary>A process could not be started.</summary>
internal sealed class ChildProcessException(ChildProcessError error, string message) : Exception(message)
{
    public ChildProcessError Error { get; } = error;
}
