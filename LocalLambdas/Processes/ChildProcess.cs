using LocalLambdas.Processes.Unix;
using LocalLambdas.Processes.Windows;

namespace LocalLambdas.Processes;

/// <summary>A running child. Its tree dies with it, with <see cref="Kill"/>, and with this process, however that ends.</summary>
internal abstract class ChildProcess : IDisposable
{
    public abstract int Id { get; }

    /// <summary>Completes when the process has ended, whoever still holds its output open.</summary>
    public abstract Task<ChildExit> Exited { get; }

    /// <summary>
    /// Completes when the last line of output was handed over, soon after <see cref="Exited"/>; never before a consumer that hangs returns,
    /// so it is waited for with a limit only.
    /// </summary>
    public abstract Task OutputEnded { get; }

    /// <summary>
    /// Does at once what need not be done in the first start. False: children will survive when this process is killed, because the
    /// operating system lacks what it takes (on Unix, <c>/bin/sh</c>).
    /// </summary>
    public static bool Prepare() => OperatingSystem.IsWindows() ? WindowsChildProcess.Prepare() : UnixChildProcess.Prepare();

    /// <summary>Starts a process with the end of file as input. Lines come from a thread of their own, one after the other.</summary>
    /// <exception cref="ChildProcessException">The operating system could not start it.</exception>
    public static ChildProcess Start(ChildProcessStart start, Action<string> onOutputLine)
    {
        using ChildLaunch launch = ChildLaunch.Prepare(start, onOutputLine);
        return launch.Start();
    }

    /// <summary>Asks the process to end; does nothing when it is gone.</summary>
    public abstract void RequestStop();

    /// <summary>Kills the process and what it started; does nothing when it is gone.</summary>
    public abstract void Kill();

    /// <summary>A child nobody holds any more would only be in the way: it is killed.</summary>
    public void Dispose() => Kill();
}
