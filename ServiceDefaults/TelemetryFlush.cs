using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace ServiceDefaults;

/// <summary>
/// Sends what is left when the host stops, for a bounded time and all signals at once. Left to their disposal, providers take up to five
/// seconds each, one after the other, when the receiver is gone and the exporter retries.
/// </summary>
internal sealed class TelemetryFlush(IServiceProvider services) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => AllAsync(services, cancellationToken);

    public static Task AllAsync(IServiceProvider services, CancellationToken cancellationToken) => Task.WhenAll(
        Task.Run(() => services.GetService<TracerProvider>()?.Shutdown(FlushLimit.Milliseconds), cancellationToken),
        Task.Run(() => services.GetService<MeterProvider>()?.Shutdown(FlushLimit.Milliseconds), cancellationToken),
        Task.Run(() => services.GetService<LoggerProvider>()?.Shutdown(FlushLimit.Milliseconds), cancellationToken));
}
