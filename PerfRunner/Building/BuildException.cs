namespace PerfRunner.Building;

/// <summary>What is to be measured could not be built. The message holds the compiler's errors.</summary>
internal sealed class BuildException(string message) : Exception(message);
