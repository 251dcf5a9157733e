using LocalLambdas.Admin;
using Microsoft.Extensions.Hosting;

namespace AppHost.Lambdas;

/// <summary>Shows the state of each lambda as its proxy tells it.</summary>
internal sealed class LambdaFollower(DistributedApplicationModel model, ResourceNotificationService notifications, TimeProvider time) : BackgroundService
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
                await notifications.PublishUpdateAsync(lambda, snapshot => snapshot.Gone(time.GetUtcNow().UtcDateTime)).ConfigureAwait(false);
        }
    }

    private async Task FollowRunAsync(LocalLambdasResource proxy, string proxyId, CancellationToken stoppingToken)
    {
        var published = new Dictionary<string, LambdaStatus>();
        using var admin = new AdminClient(new Uri(proxy.AdminEndpoint.Url));
        using var timer = new PeriodicTimer(Interval, time);
        while (IsRunning(proxyId))
        {
            try
            {
                var list = await admin.ListAsync(stoppingToken).ConfigureAwait(false);
                foreach (var status in list.Lambdas.Where(status => published.GetValueOrDefault(status.Id) != status))
                {
                    await PublishAsync(proxy, status).ConfigureAwait(false);
                    published[status.Id] = status;
                }
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

    private Task PublishAsync(LocalLambdasResource proxy, LambdaStatus status)
    {
        var lambda = proxy.Lambdas.Single(lambda => lambda.Id == status.Id);
        var url = new UrlSnapshot(null, proxy.HttpEndpoint.Url + LambdaUrls.Path(lambda.Route), IsInternal: false);
        return notifications.PublishUpdateAsync(lambda, snapshot => snapshot.With(status, url));
    }
}
