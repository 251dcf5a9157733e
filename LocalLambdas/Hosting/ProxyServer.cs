using System.Net.Sockets;
using LocalLambdas.Admin;
using LocalLambdas.Lambdas;
using LocalLambdas.Processes;
using LocalLambdas.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LocalLambdas.Hosting;

/// <summary>Brings up the listeners and takes everything down again: first no more requests, then no more processes.</summary>
internal sealed class ProxyServer(
    ProxyOptions options,
    LambdaRegistry lambdas,
    ProxyApplication application,
    AdminApplication admin,
    ManifestReloader reloader,
    HangupSignal hangup,
    LambdaSpans lambdaSpans,
    LambdaLog log,
    IServiceProvider services,
    ILoggerFactory loggers) : IHostedService, IDisposable
{
    private readonly BareKestrel _proxy = new(options.BindAddress, options.Limits, services, loggers, cache: application.Cache);
    private readonly BareKestrel? _admin = options.Admin is { } admin ? new(admin.Address, options.Limits, services, loggers) : null;
    private readonly SecondSignal _secondSignal = new(lambdas);
    private Task _eager = Task.CompletedTask;
    private IdleMemory? _memory;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!ChildProcess.Prepare()) log.NoGuardian();
        await _proxy.StartAsync(application, cancellationToken).ConfigureAwait(false);
        if (_admin is not null) await StartAdminAsync(_admin, cancellationToken).ConfigureAwait(false);

        // For scripts: one line each, on standard output, not in the log's format.
        Console.WriteLine($"Listening on {_proxy.Address}");
        if (_admin is not null) Console.WriteLine($"Admin on {_admin.Address}");
        reloader.Reloaded += application.ForgetAnswers;
        hangup.Listen();
        _eager = lambdas.StartEagerAsync();
        _memory = new(TimeProvider.System, static () => GC.GetTotalAllocatedBytes());
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // A start may take longer than anybody wants to wait for the end.
        lambdas.RefuseStarts();
        await _proxy.StopAsync(cancellationToken).ConfigureAwait(false);

        // At once: the processes send their last telemetry meanwhile, and each waits for a receiver that is gone.
        await Task.WhenAll(lambdas.DisposeAsync().AsTask(), lambdaSpans.DisposeAsync().AsTask()).ConfigureAwait(false);
        await _eager.ConfigureAwait(false);
        if (_admin is not null) await _admin.StopAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _memory?.Dispose();
        _proxy.Dispose();
        _admin?.Dispose();
        _secondSignal.Dispose();
    }

    private Task StartAdminAsync(BareKestrel server, CancellationToken cancellationToken)
    {
        if (options.Admin!.Address is UnixDomainSocketEndPoint socket && !OperatingSystem.IsWindows())
        {
            AdminSocket.CheckFolder(socket);
            AdminSocket.RemoveLeftover(socket);
        }

        return server.StartAsync(admin, cancellationToken);
    }
}
