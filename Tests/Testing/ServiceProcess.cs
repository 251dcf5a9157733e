using System.Diagnostics;
using Testing.Processes;

namespace Testing;

/// <summary>A program started for a test; killed with it.</summary>
public sealed class ServiceProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _error;

    private ServiceProcess(Process process)
    {
        _process = process;
        _error = process.StandardError.ReadToEndAsync();
    }

    public int Id => _process.Id;

    public static ServiceProcess Start(string program, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true };
        foreach (var variable in new[] { "LAMBDA_CHANNEL", "LAMBDA_PROTOCOL", "PIPE_ADDRESS", "HTTP_ADDRESS", "LAMBDA_PARENT_PID", "NOTIFY_SOCKET" })
            start.Environment.Remove(variable);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var process = new Process { StartInfo = start };
        IgnoredSignals.Without(() => process.Start());
        return new(process);
    }

    /// <summary>Sends SIGTERM, as a supervisor does, once it would not end the program by itself: a first answer may come earlier.</summary>
    public async Task TerminateAsync()
    {
        if (OperatingSystem.IsLinux())
            await Eventually.True(() => SignalMasks.Contains(Id, SignalMasks.Caught, Signals.Sigterm), "the program catches SIGTERM");
        Signals.Send(Id, Signals.Sigterm);
    }

    public void Kill() => _process.Kill();

    /// <summary>The exit code and what was written to standard error.</summary>
    public async Task<(int Code, string Error)> ExitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken).WaitAsync(Eventually.Limit, cancellationToken);
        return (_process.ExitCode, await _error);
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }
}
