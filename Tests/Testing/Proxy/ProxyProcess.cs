using System.Diagnostics;
using Testing.Processes;

namespace Testing.Proxy;

/// <summary>The real local_lambdas, on free ports unless the environment says otherwise.</summary>
public sealed class ProxyProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly TaskCompletionSource _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ProxyProcess(ProcessStartInfo start)
    {
        _process = new() { StartInfo = start, EnableRaisingEvents = true };
        _process.Exited += (_, _) => _exited.TrySetResult();
        Output = new(_process);
        IgnoredSignals.Without(() => _process.Start());
        Id = _process.Id;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id { get; }

    public bool HasExited => _exited.Task.IsCompleted || _process.HasExited;

    public ProxyOutput Output { get; }

    /// <summary>Against the proxy's own address; follows, retries and unpacks nothing.</summary>
    public HttpClient Client { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false });

    public AdminClient Admin { get; private set; } = null!;

    /// <summary>Runs it without waiting for anything: for a start that is to fail.</summary>
    /// <param name="environment">Added to the inherited environment; null removes a variable.</param>
    public static ProxyProcess Launch(IEnumerable<string> arguments, string workingDirectory, IReadOnlyDictionary<string, string?> environment)
    {
        var start = new ProcessStartInfo(Artifacts.Executable("LocalLambdas", "local_lambdas"), arguments)
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["BIND_ADDRESS"] = "127.0.0.1:0";
        start.Environment["ADMIN_ADDRESS"] = "127.0.0.1:0";
        start.Environment.Remove("ENABLE_CACHE");
        start.Environment.Remove("ADMIN_TOKEN");

        // Elsewhere there is no admin endpoint on TCP without
        if (!OperatingSystem.IsLinux())
            start.Environment["ADMIN_TOKEN"] = AdminClient.Token;
        foreach (var (name, value) in environment)
        {
            if (value is null)
                start.Environment.Remove(name);
            else
                start.Environment[name] = value;
        }

        return new(start);
    }

    /// <summary>Runs it with a manifest until it listens.</summary>
    public static async Task<ProxyProcess> StartAsync(string manifest, IReadOnlyDictionary<string, string?> environment)
    {
        var proxy = Launch([manifest], Path.GetDirectoryName(manifest)!, environment);
        try
        {
            await proxy.WaitUntilListeningAsync(withAdmin: !environment.ContainsKey("ADMIN_ADDRESS"));
            return proxy;
        }
        catch
        {
            await proxy.DisposeAsync();
            throw;
        }
    }

    public void Sigterm() => Signals.Send(Id, Signals.Sigterm);

    public void Sighup() => Signals.Send(Id, Signals.Sighup);

    public void Sigint() => Signals.Send(Id, Signals.Sigint);

    /// <summary>SIGKILL, or its like: the process itself can do nothing any more.</summary>
    public void Kill() => _process.Kill();

    public async Task<int> WaitForExitAsync()
    {
        await _exited.Task.WaitAsync(StopTimeout);
        // The output ends when nobody holds it open any more, which a surviving child may
        await _process.WaitForExitAsync().WaitAsync(StopTimeout);
        return _process.ExitCode;
    }

    public string Log(int lastLines = 100) => string.Join('\n', Output.Lines.TakeLast(lastLines).Select(line => line.Text));

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Output.Release();
        if (!HasExited && !OperatingSystem.IsWindows())
        {
            // One that was killed may be gone before its end is told
            _ = Signals.TrySend(Id, Signals.Sigterm);
            await Task.WhenAny(_exited.Task, Task.Delay(StopTimeout));
        }

        if (!HasExited)
            Kill();
        await _exited.Task;
        _process.Dispose();
    }

    private async Task WaitUntilListeningAsync(bool withAdmin)
    {
        Task addresses = withAdmin ? Task.WhenAll(Output.Listening, Output.Admin) : Output.Listening;
        var first = await Task.WhenAny(addresses, _exited.Task, Task.Delay(StartTimeout));
        if (first != addresses)
            throw new InvalidOperationException($"local_lambdas {(HasExited ? $"ended with {await WaitForExitAsync()}" : "does not listen")}:\n{Log()}");

        Client.BaseAddress = await Output.Listening;
        if (withAdmin)
            Admin = new(Client, await Output.Admin);
    }
}
