namespace PerfRunner.Building;

/// <summary>What is to be measured could not be built. The message is for the user.</summary>
internal sealed class BuildException(string message, BuildError error = BuildError.Failed) : Exception(message)
{
    public BuildError Error { get; } = error;
}
