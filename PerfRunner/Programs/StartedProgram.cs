using System.Diagnostics;

namespace PerfRunner.Programs;

/// <summary>A running program whose output is drained to its end, so that it can never block on writing it.</summary>
internal sealed class StartedProgram : IAsyncDisposable
{
    /// <summary>Whatever the program has left running holds its output open: an end of the output need not come.</summary>
    private static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(1);

    private readonly Process _process;
    private readonly TimeSpan _stopTimeout;
    private readonly Action<string> _onLine;
    private readonly OutputTail _output = new();
    private readonly TaskCompletionSource _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private StartedProgram(Process process, TimeSpan stopTimeout, Action<string> onLine)
    {
        _process = process;
        _stopTimeout = stopTimeout;
        _onLine = onLine;
        process.OutputDataReceived += OnLine;
        process.ErrorDataReceived += OnLine;
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => _exited.TrySetResult();
        process.Start();
        AppDomain.CurrentDomain.ProcessExit += KillAtExit;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    /// <summary>Completes when it has ended.</summary>
    public Task Exited => _exited.Task;

    /// <summary>The last lines that it has written so far.</summary>
    public string Output => _output.ToString();

    /// <param name="stopTimeout">How long it has to stop when asked, before it is killed.</param>
    /// <param name="onLine">Gets each line of standard output and standard error.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">The operating system could not start it.</exception>
    public static StartedProgram Start(ProcessStartInfo start, TimeSpan stopTimeout, Action<string> onLine)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        if (OperatingSystem.IsWindows())
        {
            start.CreateNewProcessGroup = true;
        }

        Process process = new() { StartInfo = start };
        try
        {
            return new StartedProgram(process, stopTimeout, onLine);
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }

    /// <summary>What has become of it, with the end of its output; waits for that end when it has ended.</summary>
    public async Task<string> DescribeAsync(string message)
    {
        if (Exited.IsCompleted)
        {
            await Task.WhenAny(_process.WaitForExitAsync(), Task.Delay(DrainTimeout));
            message = $"{message} (exit code {_process.ExitCode})";
        }

        return Output is { Length: > 0 } output ? $"{message}. Its output:{Environment.NewLine}{output}" : message;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            ProcessSignals.RequestStop(_process.Id);
        }

        try
        {
            await Exited.WaitAsync(_stopTimeout);
        }
        catch (TimeoutException)
        {
            Kill();
            await Exited;
        }

        AppDomain.CurrentDomain.ProcessExit -= KillAtExit;
        _process.Dispose();
    }

    private void OnLine(object sender, DataReceivedEventArgs data)
    {
        if (data.Data is { } line)
        {
            _output.Add(line);
            _onLine(line);
        }
    }

    private void KillAtExit(object? sender, EventArgs arguments) => Kill();

    private void Kill()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }
    }
}
