using System.Runtime.InteropServices;

namespace LocalLambdas.Processes;

/// <param name="Executable">An absolute path.</param>
/// <param name="Arguments">Without the name of the program.</param>
/// <param name="WorkingDirectory">An absolute path.</param>
/// <param name="Environment">Added to the environment of this process, or put in the place of what is there.</param>
internal sealed record ChildProcessStart(
    string Executable,
    IReadOnlyList<string> Arguments,
    string WorkingDirectory,
    IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>The number that <see cref="Channel"/> has in the process.</summary>
    public const int ChannelDescriptor = 3;

    /// <summary>Unix: a descriptor that the process inherits, besides its input and outputs; null for none.</summary>
    public SafeHandle? Channel { get; init; }
}
