using System.Runtime.Versioning;

namespace LocalLambdas.Processes.Windows;

/// <summary>Nothing is prepared: <see cref="System.Diagnostics.Process"/> does all of it at once.</summary>
[SupportedOSPlatform("windows")]
internal sealed class WindowsChildLaunch(ChildProcessStart start, Action<string> onOutputLine) : ChildLaunch
{
    public override ChildProcess Start() => WindowsChildProcess.Start(start, onOutputLine);

    public override void Dispose()
    {
        // There is nothing.
    }
}
