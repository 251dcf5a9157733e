using Microsoft.Extensions.DependencyInjection;

namespace AppHost.Benchmarks;

/// <summary>Starts the runner again after it has ended, and answers with its report.</summary>
internal sealed class BenchmarkRerun(BenchmarkReport report, CaseSelection selection)
{
    private int _runs;

    /// <param name="cases">As <c>--cases</c> takes them.</param>
    public async Task<ExecuteCommandResult> RunAsync(string cases, ExecuteCommandContext context)
    {
        var notifications = context.Services.GetRequiredService<ResourceNotificationService>();
        if (!HasEnded(notifications, context.ResourceName) || Interlocked.Exchange(ref _runs, 1) == 1)
            return CommandResults.Failure("A run is under way: wait for its end");

        try
        {
            selection.Cases = cases;
            var before = report.WrittenAt;
            var end = WaitForNextEndAsync(notifications, context.ResourceName, context.CancellationToken);
            var start = await context.Services.GetRequiredService<ResourceCommandService>()
                .ExecuteCommandAsync(context.ResourceName, KnownResourceCommands.StartCommand, context.CancellationToken).ConfigureAwait(false);
            if (!start.Success) return start;
            return BenchmarkResults.From(
                await end.ConfigureAwait(false),
                report.WrittenAt == before ? null : await report.ReadMarkdownAsync(context.CancellationToken).ConfigureAwait(false));
        }
        finally
        {
            // Aspire's own start command runs what the configuration says
            selection.Cases = null;
            Interlocked.Exchange(ref _runs, 0);
        }
    }

    private static bool HasEnded(ResourceNotificationService notifications, string runner) =>
        notifications.TryGetCurrentState(runner, out var current) && IsEnd(current);

    /// <summary>The end of the run that begins after this call. The last one's end, and the removal of its process, come before.</summary>
    private static async Task<CustomResourceSnapshot> WaitForNextEndAsync(
        ResourceNotificationService notifications, string runner, CancellationToken cancellationToken)
    {
        var hasBegun = false;
        await foreach (var update in notifications.WatchAsync(cancellationToken).ConfigureAwait(false))
        {
            if (update.ResourceId != runner) continue;
            if (hasBegun && IsEnd(update)) return update.Snapshot;
            hasBegun |= update.Snapshot.State?.Text is { } state && (state == KnownResourceStates.Starting || state == KnownResourceStates.Running);
        }

        throw new OperationCanceledException(cancellationToken);
    }

    private static bool IsEnd(ResourceEvent update) => KnownResourceStates.TerminalStates.Contains(update.Snapshot.State?.Text);
}
