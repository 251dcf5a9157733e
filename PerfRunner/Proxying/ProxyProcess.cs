using System.ComponentModel;
using System.Diagnostics;
using PerfRunner.Programs;

namespace PerfRunner.Proxying;

/// <summary>A running local_lambdas and the addresses that it says it listens on.</summary>
internal sealed class ProxyProcess : IAsyncDisposable
{
    private const string ListeningPrefix = "Listening on ";
    private const string AdminPrefix = "Admin on ";

    private readonly StartedProgram _program;
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Uri> _admin = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ProxyProcess(ProcessStartInfo start, TimeSpan stopTimeout)
    {
        _program = StartedProgram.Start(start, stopTimeout, line =>
        {
            Announce(_listening, line, ListeningPrefix);
            Announce(_admin, line, AdminPrefix);
        });
    }

    public int Id => _program.Id;

    /// <summary>The address it says that it listens on; never completes for a proxy that does not say.</summary>
    public Task<Uri> Listening => _listening.Task;

    /// <summary>The admin endpoint's address; never completes for a proxy that has none.</summary>
    public Task<Uri> Admin => _admin.Task;

    /// <summary>Completes when it has ended.</summary>
    public Task Exited => _program.Exited;

    /// <exception cref="ProxyStartException">The operating system could not start it.</exception>
    public static ProxyProcess Start(ProxyStart settings, string bindAddress)
    {
        string manifest = Path.GetFullPath(settings.Manifest);
        ProcessStartInfo start = new(settings.Executable)
        {
            // A proxy that resolves the manifest's relative paths against the current directory works too.
            WorkingDirectory = Path.GetDirectoryName(manifest)!,
            ArgumentList = { manifest },
            Environment =
            {
                ["BIND_ADDRESS"] = bindAddress,
                ["ADMIN_ADDRESS"] = "127.0.0.1:0",
                [AdminToken.Variable] = AdminToken.Value,
                ["ENABLE_CACHE"] = "true",
            },
        };
        InheritedTelemetry.RemoveIdentity(start.Environment);
        try
        {
            return new ProxyProcess(start, settings.StopTimeout);
        }
        catch (Win32Exception exception)
        {
            throw new ProxyStartException(ProxyStartError.NotStarted, $"{settings.Executable}: {exception.Message}");
        }
    }

    public async Task<ProxyStartException> FailureAsync(ProxyStartError error, string message) =>
        new(error, await _program.DescribeAsync(message));

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    private static void Announce(TaskCompletionSource<Uri> source, string line, string prefix)
    {
        // Port 0 is an echo of the setting, not an address.
        if (line.StartsWith(prefix, StringComparison.Ordinal)
            && Uri.TryCreate(line[prefix.Length..].Trim(), UriKind.Absolute, out Uri? address) && address.Port > 0)
        {
            source.TrySetResult(address);
        }
    }
}
