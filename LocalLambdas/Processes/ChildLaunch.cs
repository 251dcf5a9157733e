using LocalLambdas.Processes.Unix;
using LocalLambdas.Processes.Windows;

namespace LocalLambdas.Processes;

/// <summary>A start of which everything is done that can be done before the process is wanted. To be started once, and disposed of in any case.</summary>
internal abstract class ChildLaunch : IDisposable
{
    /// <param name="start">Its channel stays the caller's, and is there until the process is started.</param>
    /// <param name="onOutputLine">Lines come from a thread of their own, one after the other.</param>
    /// <exception cref="ChildProcessException">The system has no more of what it takes.</exception>
    public static ChildLaunch Prepare(ChildProcessStart start, Action<string> onOutputLine) =>
        OperatingSystem.IsWindows() ? new WindowsChildLaunch(start, onOutputLine) : new UnixChildLaunch(start, onOutputLine);

    /// <exception cref="ChildProcessException">The operating system could not start it.</exception>
    public abstract ChildProcess Start();

    /// <summary>Gives back what a process that was started has not taken over.</summary>
    public abstract void Dispose();
}
