using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.Versioning;

namespace LocalLambdas.Processes.Windows;

/// <summary>
/// This process puts itself into a job that kills its members with its last handle, so that whatever it starts dies with it, from its
/// first instruction on. Each child has a job of its own inside that one, to kill its tree alone.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed class WindowsChildProcess : ChildProcess
{
    private const int StackSize = 256 * 1024;

    /// <summary>Never disposed: the handle is what keeps this process alive.</summary>
    private static readonly Lazy<JobObject?> Lifetime = new(CreateLifetime);

    private readonly Lock _gate = new();
    private readonly Process _process;
    private readonly JobObject? _job;
    private readonly OutputQueue _queue;
    private readonly SemaphoreSlim _room = new(0);
    private readonly TaskCompletionSource<ChildExit> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _openOutputs = 2;
    private bool _gone;

    private WindowsChildProcess(Process process, Action<string> onOutputLine)
    {
        _process = process;
        Id = process.Id;
        _job = JobObject.TryCreateFor(process);
        _queue = new OutputQueue(onOutputLine, () => _room.Release(2));
    }

    public override int Id { get; }

    public override Task<ChildExit> Exited => _exited.Task;

    public override Task OutputEnded => _queue.Ended;

    public static new bool Prepare() => Lifetime.Value is not null;

    public static new WindowsChildProcess Start(ChildProcessStart start, Action<string> onOutputLine)
    {
        Prepare();
        Process process = new() { StartInfo = StartInfo(start) };
        try
        {
            process.Start();
        }
        catch (Win32Exception exception)
        {
            process.Dispose();
            throw new ChildProcessException(Classify(exception.NativeErrorCode, start), $"'{start.Executable}': {exception.Message}");
        }

        process.StandardInput.Close();
        WindowsChildProcess child = new(process, onOutputLine);
        child.Read(process.StandardOutput.BaseStream);
        child.Read(process.StandardError.BaseStream);
        process.Exited += (_, _) => child.OnExited();
        process.EnableRaisingEvents = true;
        return child;
    }

    /// <summary>Ctrl+Break is what .NET and most runtimes take for SIGTERM; it reaches a child that shares this process's console.</summary>
    public override void RequestStop()
    {
        lock (_gate)
        {
            if (!_gone)
                Kernel32.GenerateConsoleCtrlEvent(Kernel32.CTRL_BREAK_EVENT, (uint)Id);
        }
    }

    public override void Kill()
    {
        lock (_gate)
        {
            if (_gone)
                return;
            if (_job is null)
                _process.Kill(entireProcessTree: true);
            else
                _job.Terminate();
        }
    }

    private static JobObject? CreateLifetime()
    {
        using Process current = Process.GetCurrentProcess();
        return JobObject.TryCreateFor(current);
    }

    private static ProcessStartInfo StartInfo(ChildProcessStart start)
    {
        ProcessStartInfo info = new(start.Executable, start.Arguments)
        {
            WorkingDirectory = start.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            CreateNewProcessGroup = true,
            // A console of its own would keep Ctrl+Break away; without ours a window would open
            CreateNoWindow = Kernel32.GetConsoleCP() == 0,
        };
        foreach ((string name, string value) in start.Environment)
            info.Environment[name] = value;
        return info;
    }

    private static ChildProcessError Classify(int error, ChildProcessStart start) => error switch
    {
        Kernel32.ERROR_DIRECTORY => ChildProcessError.BadWorkingDirectory,
        _ when !Directory.Exists(start.WorkingDirectory) => ChildProcessError.BadWorkingDirectory,
        Kernel32.ERROR_FILE_NOT_FOUND or Kernel32.ERROR_PATH_NOT_FOUND => ChildProcessError.NotFound,
        Kernel32.ERROR_ACCESS_DENIED or Kernel32.ERROR_BAD_EXE_FORMAT => ChildProcessError.NotExecutable,
        _ => ChildProcessError.Other,
    };

    /// <summary>The pipes of a process are synchronous handles here, so that each has a thread to wait in.</summary>
    private void Read(Stream stream)
    {
        Thread thread = new(() => Pump(stream), StackSize) { IsBackground = true, Name = $"output of {Id}" };
        thread.Start();
    }

    private void Pump(Stream stream)
    {
        LineSplitter splitter = new(_queue.Enqueue);
        byte[] buffer = new byte[4096];
        while (stream.Read(buffer) is > 0 and var read)
        {
            splitter.Append(buffer.AsSpan(0, read));
            while (_queue.MillisecondsToPause(Environment.TickCount64) is > 0 and var pause)
                _room.Wait(pause);
        }

        stream.Dispose();
        splitter.Complete();
        if (Interlocked.Decrement(ref _openOutputs) == 0)
            _queue.Complete();
    }

    /// <summary>The tree ends with its root, which also ends the output. The same as on Unix: what is left would be in the way.</summary>
    private void OnExited()
    {
        ChildExit exit = new(_process.ExitCode, null);
        lock (_gate)
        {
            _gone = true;
            _job?.Terminate();
            _job?.Dispose();
            _process.Dispose();
        }

        _exited.SetResult(exit);
    }
}
