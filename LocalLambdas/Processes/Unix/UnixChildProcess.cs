using System.Runtime.InteropServices;
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

    public static new UnixChildProcess Start(ChildProcessStart start, Action<string> onOutputLine)
    {
        Prepare();
        if (!LibC.TryCreatePipe(out int readEnd, out int writeEnd))
            throw new ChildProcessException(ChildProcessError.Other, $"no pipe: {Marshal.GetLastPInvokeErrorMessage()}");

        string mark = Mark.Next();
        int id;
        try
        {
            using SpawnFileActions actions = SpawnFileActions.Create();
            actions.OutputTo(writeEnd);
            if (start.Channel is not null)
                actions.Inherit((int)start.Channel.DangerousGetHandle(), ChildProcessStart.ChannelDescriptor);
            using NativeStrings environment = InheritedEnvironment.With(start.Environment, mark);
            id = Spawner.Spawn(start.Executable, start.Arguments, start.WorkingDirectory, environment, actions, start.Channel is not null);
        }
        catch
        {
            _ = LibC.Close(readEnd);
            throw;
        }
        finally
        {
            _ = LibC.Close(writeEnd);
        }

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
