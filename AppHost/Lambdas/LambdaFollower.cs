using LocalLambdas.Admin;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AppHost.Lambdas;

/// <summary>Shows the state of each lambda as its proxy tells it.</summary>
internal sealed partial class LambdaFollower(
    DistributedApplicationModel model, ResourceNotificationService notifications, ResourceLoggerService loggers, TimeProvider time)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(model.Resources.OfType<LocalLambdasResource>().Select(proxy => FollowAsync(proxy, stoppingToken)));

    private async Task FollowAsync(LocalLambdasResource proxy, CancellationToken stoppingToken)
    {
        while (true)
        {
            var running = await notifications.WaitForRunningAsync(proxy, stoppingToken).ConfigureAwait(false);
            await FollowRunAsync(proxy, running.ResourceId, stoppingToken).ConfigureAwait(false);
            foreach (var lambda in proxy.Lambdas)
                await PublishGoneAsync(lambda).ConfigureAwait(false);
        }
    }

    private async Task FollowRunAsync(LocalLambdasResource proxy, string proxyId, CancellationToken stoppingToken)
    {
        var published = new Dictionary<string, LambdaStatus>();
        using var admin = new AdminClient(proxy);
        using var timer = new PeriodicTimer(Interval, time);
        while (IsRunning(proxyId))
        {
            try
            {
                var list = await admin.ListAsync(stoppingToken).ConfigureAwait(false);
                await PublishChangesAsync(proxy, list.Lambdas, published).ConfigureAwait(false);
            }
            catch (AdminException)
            {
                // It does not listen yet, or no longer: the orchestrator will tell, and until then nothing is known
            }

            await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false);
        }
    }

    private bool IsRunning(string proxyId) =>
        notifications.TryGetCurrentState(proxyId, out var current) && current.Snapshot.State?.Text == KnownResourceStates.Running;

    /// <summary>The proxy may have read its manifest again: lambdas come and go, but the resources of an application are those that it began with.</summary>
    private async Task PublishChangesAsync(LocalLambdasResource proxy, IReadOnlyList<LambdaStatus> lambdas, Dictionary<string, LambdaStatus> published)
    {
        foreach (var status in lambdas.Where(status => published.GetValueOrDefault(status.Id) != status))
        {
            if (proxy.Lambdas.FirstOrDefault(lambda => lambda.Id == status.Id) is { } known)
                await PublishAsync(known, status).ConfigureAwait(false);
            else if (!published.ContainsKey(status.Id))
                LogUnknown(loggers.GetLogger(proxy), status.Id);
            published[status.Id] = status;
        }

        foreach (var id in published.Keys.Except(lambdas.Select(status => status.Id)).ToList())
        {
            published.Remove(id);
            if (proxy.Lambdas.FirstOrDefault(lambda => lambda.Id == id) is { } removed) await PublishGoneAsync(removed).ConfigureAwait(false);
        }
    }

    private Task PublishAsync(LambdaResource lambda, LambdaStatus status)
    {
        var url = new UrlSnapshot(null, lambda.Proxy.HttpEndpoint.Url + LambdaUrls.Path(status.Route), IsInternal: false);
        return notifications.PublishUpdateAsync(lambda, snapshot => snapshot.With(status, url));
    }

    private Task PublishGoneAsync(LambdaResource lambda) =>
        notifications.PublishUpdateAsync(lambda, snapshot => snapshot.Gone(time.GetUtcNow().UtcDateTime));

    [LoggerMessage(1, LogLevel.Warning, "{Id} is new in the manifest: it answers, and is shown when the application is started again")]
    private static partial void LogUnknown(ILogger logger, string id);
}
