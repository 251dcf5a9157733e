using System.Runtime.Versioning;

namespace LocalLambdas.Processes.Unix;

[UnsupportedOSPlatform("windows")]
internal sealed class UnixChildProcess : ChildProcess
{
    private readonly ProcessGroup _group;
    private readonly OutputChannel _output;

    private UnixChildProcess(ProcessGroup group, OutputChannel output)
    {
        _group = group;
        _output = output;
    }

    public override int Id => _group.Id;

    public override Task<ChildExit> Exited => _group.Exited;

    public override Task OutputEnded => _output.Queue.Ended;

    public static new bool Prepare()
    {
        ProcessGroup.Listen();
        _ = OutputPump.Shared;
        return Guard.Shared.Prepare();
    }

    /// <summary>Takes charge of a process that was created just now.</summary>
    /// <param name="mark">That of the process.</param>
    /// <param name="readEnd">Of its output.</param>
    public static UnixChildProcess Adopt(int id, string mark, int readEnd, Action<string> onOutputLine)
    {
        // From the process's existence to this write, a few microseconds, a SIGKILL of ours would leave it behind
        Guard.Shared.Add(id);
        OutputChannel output = OutputPump.Shared.Add(readEnd, onOutputLine);
        ProcessGroup group = ProcessGroup.Watch(
            id,
            ended =>
            {
                Guard.Shared.Remove(ended.Id);
                OutputPump.Shared.End(output);
            },
            () =>
            {
                if (OperatingSystem.IsLinux())
                    Strays.Kill(mark);
            });
        group.Check();
        return new UnixChildProcess(group, output);
    }

    public override void RequestStop() => _group.Signal(LibC.SIGTERM);

    public override void Kill() => _group.Signal(LibC.SIGKILL);
}
