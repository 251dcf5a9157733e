using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace LocalLambdas.Processes.Unix;

/// <summary>
/// The pipe for the output, what the child does before it becomes the executable, its arguments and its environment, as <c>posix_spawn</c>
/// wants them. Nobody inherits the descriptors meanwhile: each is closed by itself when a program is executed.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class UnixChildLaunch : ChildLaunch
{
    private const int None = -1;

    private readonly ChildProcessStart _start;
    private readonly Action<string> _onOutputLine;
    private readonly string _mark = Mark.Next();
    private readonly SpawnFileActions _actions;
    private readonly NativeStrings _arguments;
    private readonly NativeStrings _environment;
    private int _readEnd;
    private int _writeEnd;
    private bool _isDisposed;

    public UnixChildLaunch(ChildProcessStart start, Action<string> onOutputLine)
    {
        _start = start;
        _onOutputLine = onOutputLine;
        if (!LibC.TryCreatePipe(out _readEnd, out _writeEnd))
            throw new ChildProcessException(ChildProcessError.Other, $"no pipe: {Marshal.GetLastPInvokeErrorMessage()}");

        try
        {
            _actions = SpawnFileActions.Create();
            _actions.OutputTo(_writeEnd);
            if (start.Channel is not null)
                _actions.Inherit((int)start.Channel.DangerousGetHandle(), ChildProcessStart.ChannelDescriptor);
            _actions.CloseFrom(start.Channel is null ? ChildProcessStart.ChannelDescriptor : ChildProcessStart.ChannelDescriptor + 1);
            _actions.ChangeDirectory(start.WorkingDirectory);
            _arguments = new NativeStrings([], [start.Executable, .. start.Arguments]);
            _environment = InheritedEnvironment.With(start.Environment, _mark);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public override UnixChildProcess Start()
    {
        UnixChildProcess.Prepare();
        int id = Spawner.Spawn(_start.Executable, _start.WorkingDirectory, _arguments, _environment, _actions);
        Close(ref _writeEnd);
        int readEnd = _readEnd;
        _readEnd = None;
        return UnixChildProcess.Adopt(id, _mark, readEnd, _onOutputLine);
    }

    public override void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        Close(ref _readEnd);
        Close(ref _writeEnd);
        _actions.Dispose();
        _arguments.Dispose();
        _environment.Dispose();
    }

    private static void Close(ref int descriptor)
    {
        if (descriptor != None)
            _ = LibC.Close(descriptor);
        descriptor = None;
    }
}
