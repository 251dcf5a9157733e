using System.ComponentModel;
using System.Diagnostics;

namespace PerfRunner.Proxying;

/// <summary>A running local_lambdas whose output is drained to its end, so that it can never block on writing it.</summary>
internal sealed class ProxyProcess : IAsyncDisposable
{
    private const string ListeningPrefix = "Listening on ";
    private const string AdminPrefix = "Admin on ";

    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly OutputTail _output = new();
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Uri> _admin = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ProxyProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += OnLine;
        process.ErrorDataReceived += OnLine;
        process.Start();
        AppDomain.CurrentDomain.ProcessExit += KillAtExit;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        Exited = process.WaitForExitAsync();
    }

    public int Id => _process.Id;

    /// <summary>The address it says that it listens on; never completes for a proxy that does not say.</summary>
    public Task<Uri> Listening => _listening.Task;

    /// <summary>The admin endpoint's address; never completes for a proxy that has none.</summary>
    public Task<Uri> Admin => _admin.Task;

    /// <summary>Completes when it has ended and all its output has been read.</summary>
    public Task Exited { get; }

    /// <exception cref="ProxyStartException">The operating system could not start it.</exception>
    public static ProxyProcess Start(string executable, string manifest, string bindAddress)
    {
        ProcessStartInfo start = new(executable)
        {
            // A proxy that resolves the manifest's relative paths against the current directory works too.
            WorkingDirectory = Path.GetDirectoryName(Path.GetFullPath(manifest))!,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { Path.GetFullPath(manifest) },
            Environment = { ["BIND_ADDRESS"] = bindAddress, ["ADMIN_ADDRESS"] = "127.0.0.1:0", ["ENABLE_CACHE"] = "true" },
        };
        if (OperatingSystem.IsWindows())
        {
            start.CreateNewProcessGroup = true;
        }

        Process process = new() { StartInfo = start };
        try
        {
            return new ProxyProcess(process);
        }
        catch (Win32Exception exception)
        {
            process.Dispose();
            throw new ProxyStartException(ProxyStartError.NotStarted, $"{executable}: {exception.Message}", "");
        }
    }

    public ProxyStartException Failure(ProxyStartError error, string message) =>
        new(error, Exited.IsCompleted ? $"{message} (exit code {_process.ExitCode})" : message, _output.ToString());

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            ProcessSignals.RequestStop(_process);
        }

        try
        {
            await Exited.WaitAsync(StopTimeout);
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
