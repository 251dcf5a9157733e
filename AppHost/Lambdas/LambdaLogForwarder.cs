using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AppHost.Lambdas;

/// <summary>Gives each lambda a console log of its own: its lines of the proxy's.</summary>
internal sealed class LambdaLogForwarder(DistributedApplicationModel model, ResourceNotificationService notifications, ResourceLoggerService loggers)
    : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(model.Resources.OfType<LocalLambdasResource>().Select(proxy => ForwardAsync(proxy, stoppingToken)));

    private async Task ForwardAsync(LocalLambdasResource proxy, CancellationToken stoppingToken)
    {
        // Before it runs the log has not got its name
        var running = await notifications.WaitForRunningAsync(proxy, stoppingToken).ConfigureAwait(false);
        var lambdas = proxy.Lambdas.ToDictionary(lambda => lambda.Id, loggers.GetLogger);
        await foreach (var lines in loggers.WatchAsync(running.ResourceId).WithCancellation(stoppingToken).ConfigureAwait(false))
        {
            foreach (var line in lines)
                Forward(line.Content, lambdas);
        }
    }

    internal static void Forward(string line, IReadOnlyDictionary<string, ILogger> lambdas)
    {
        if (LambdaLogLine.TryParse(line, out var parsed) && lambdas.TryGetValue(parsed.Id, out var logger))
            logger.Log(parsed.Level, default, parsed.Text, null, static (text, _) => text);
    }
}
