using LocalLambdas.Lambdas;
using LocalLambdas.Manifests;

namespace LocalLambdas.Tests.Lambdas;

/// <summary>Never gets ready, and ends on the very thread that gives the start up.</summary>
internal sealed class PromptLauncher : ILambdaLauncher
{
    private readonly TaskCompletionSource _launching = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when a start is under way.</summary>
    public Task Launching => _launching.Task;

    public ILambdaLaunch Prepare(LambdaDefinition definition) => new FakeLaunch(LaunchAsync);

    private async Task<LambdaInstance> LaunchAsync(StartRecord record, CancellationToken cancellationToken)
    {
        var ready = new TaskCompletionSource<LambdaInstance>();
        using var givenUp = cancellationToken.UnsafeRegister((_, token) => ready.TrySetCanceled(token), null);
        _launching.SetResult();
        return await ready.Task.ConfigureAwait(false);
    }
}
