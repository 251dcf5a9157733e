using Microsoft.Extensions.DependencyInjection;

namespace AppHost.Benchmarks;

/// <summary>Starts the runner again after it has ended, and answers with its report.</summary>
internal sealed class BenchmarkRerun(ProjectResource runner, BenchmarkReport report, CaseSelection selection)
{
    public async Task<ExecuteCommandResult> RunAsync(string cases, IServiceProvider services, CancellationToken cancellationToken)
    {
        var before = report.WrittenAt;
        selection.Cases = cases;
        var ended = WaitForNextEndAsync(services.GetRequiredService<ResourceNotificationService>(), cancellationToken);
        var started = await services.GetRequiredService<ResourceCommandService>()
            .ExecuteCommandAsync(runner, KnownResourceCommands.StartCommand, cancellationToken).ConfigureAwait(false);
        if (!started.Success) return started;

        var end = await ended.ConfigureAwait(false);
        var markdown = report.WrittenAt != before ? await report.ReadMarkdownAsync(cancellationToken).ConfigureAwait(false) : null;
        return Result(end, markdown);
    }

    /// <param name="markdown">Null when the run has written no report.</param>
    internal static ExecuteCommandResult Result(CustomResourceSnapshot end, string? markdown) => (end.ExitCode, markdown) switch
    {
        (0, not null) => CommandResults.Success("The run has ended", markdown, CommandResultFormat.Markdown, displayImmediately: true),
        (0, null) => CommandResults.Failure("The run has ended without a report"),
        (null, _) => CommandResults.Failure($"The runner is {end.State?.Text} and has no exit code: see its console log"),
        (var code, null) => CommandResults.Failure($"The run has failed with exit code {code}: see its console log"),
        var (code, _) => CommandResults.Failure($"The run has failed with exit code {code}", markdown, CommandResultFormat.Markdown),
    };

    /// <summary>The end of the run that begins after this call: the resource has ended before, which does not count.</summary>
    private async Task<CustomResourceSnapshot> WaitForNextEndAsync(ResourceNotificationService notifications, CancellationToken cancellationToken)
    {
        var begun = false;
        await foreach (var update in notifications.WatchAsync(cancellationToken).ConfigureAwait(false))
        {
            if (update.Resource != runner) continue;
            var isEnd = KnownResourceStates.TerminalStates.Contains(update.Snapshot.State?.Text);
            if (begun && isEnd) return update.Snapshot;
            begun |= !isEnd;
        }

        throw new OperationCanceledException(cancellationToken);
    }
}
