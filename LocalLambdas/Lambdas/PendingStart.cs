using System.Diagnostics.CodeAnalysis;

namespace LocalLambdas.Lambdas;

/// <summary>A start under way, which can be given up.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The source has neither a timer nor a wait handle, and may be cancelled after the start is over.")]
internal sealed class PendingStart(StartRecord record)
{
    private readonly CancellationTokenSource _givenUp = new();
    private readonly TaskCompletionSource<LambdaInstance> _launched = new();

    public StartRecord Record { get; } = record;

    /// <summary>The process once it is ready.</summary>
    public Task<LambdaInstance> Launched => _launched.Task;

    public bool IsGivenUp => _givenUp.IsCancellationRequested;

    // On another thread: what waits for the token would otherwise run here, in the caller's lock, and find half of what it changes done.
    public void GiveUp() => _ = _givenUp.CancelAsync();

    /// <summary>To be called once; whoever waits for <see cref="Launched"/> is told how it ended.</summary>
    /// <param name="take">Takes the launch, or makes it.</param>
    public async Task LaunchAsync(Func<ILambdaLaunch> take)
    {
        try
        {
            _launched.SetResult(await take().StartAsync(Record, _givenUp.Token).ConfigureAwait(false));
        }
        catch (Exception exception)
        {
            _launched.SetException(exception);
        }
    }
}
