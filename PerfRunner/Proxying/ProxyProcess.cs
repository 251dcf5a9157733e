using System.ComponentModel;
using System.Diagnostics;

namespace PerfRunner.Proxying;

/// <summary>A running local_lambdas whose output is drained to its end, so that it can never block on writing it.</summary>
internal sealed class ProxyProcess : IAsyncDisposable
{
    private const string ListeningPrefix = "Listening on ";
    private const string AdminPrefix = "Admin on ";

    /// <summary>Whatever the proxy has left running holds its output open: an end of the output need not come.</summary>
    private static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(1);

    private readonly Process _process;
    private readonly TimeSpan _stopTimeout;
    private readonly OutputTail _output = new();
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Uri> _admin = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ProxyProcess(Process process, TimeSpan stopTimeout)
    {
        _process = process;
        _stopTimeout = stopTimeout;
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

    /// <summary>The address it says that it listens on; never completes for a proxy that does not say.</summary>
    public Task<Uri> Listening => _listening.Task;

    /// <summary>The admin endpoint's address; never completes for a proxy that has none.</summary>
    public Task<Uri> Admin => _admin.Task;

    /// <summary>Completes when it has ended.</summary>
    public Task Exited => _exited.Task;

    /// <exception cref="ProxyStartException">The operating system could not start it.</exception>
    public static ProxyProcess Start(ProxyStart settings, string bindAddress)
    {
        string manifest = Path.GetFullPath(settings.Manifest);
        ProcessStartInfo start = new(settings.Executable)
        {
            // A proxy that resolves the manifest's relative paths against the current directory works too.
            WorkingDirectory = Path.GetDirectoryName(manifest)!,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { manifest },
            Environment = { ["BIND_ADDRESS"] = bindAddress, ["ADMIN_ADDRESS"] = "127.0.0.1:0", ["ENABLE_CACHE"] = "true" },
        };
        if (OperatingSystem.IsWindows())
        {
            start.CreateNewProcessGroup = true;
        }

        Process process = new() { StartInfo = start };
        try
        {
            return new ProxyProcess(process, settings.StopTimeout);
        }
        catch (Win32Exception exception)
        {
            process.Dispose();
            throw new ProxyStartException(ProxyStartError.NotStarted, $"{settings.Executable}: {exception.Message}", "");
        }
    }

    public async Task<ProxyStartException> FailureAsync(ProxyStartError error, string message)
    {
        if (!Exited.IsCompleted)
        {
            return new ProxyStartException(error, message, _output.ToString());
        }

        await Task.WhenAny(_process.WaitForExitAsync(), Task.Delay(DrainTimeout));
        return new ProxyStartException(error, $"{message} (exit code {_process.ExitCode})", _output.ToString());
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

    private static void Announce(TaskCompletionSource<Uri> source, string line, string prefix)
    {
        // Port 0 is an echo of the setting, not an address.
        if (line.StartsWith(prefix, StringComparison.Ordinal)
            && Uri.TryCreate(line[prefix.Length..].Trim(), UriKind.Absolute, out Uri? address) && address.Port > 0)
        {
            source.TrySetResult(address);
        }
    }

    private void OnLine(object sender, DataReceivedEventArgs data)
    {
        if (data.Data is { } line)
        {
            _output.Add(line);
            Announce(_listening, line, ListeningPrefix);
            Announce(_admin, line, AdminPrefix);
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
