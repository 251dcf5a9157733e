namespace AppHost.Lambdas;

internal static class NotificationExtensions
{
    public static Task<ResourceEvent> WaitForRunningAsync(
        this ResourceNotificationService notifications, LocalLambdasResource proxy, CancellationToken cancellationToken) =>
        notifications.WaitForResourceAsync(proxy.Name, update => update.Snapshot.State?.Text == KnownResourceStates.Running, cancellationToken);
}
