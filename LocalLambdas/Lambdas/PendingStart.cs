namespace LocalLambdas.Lambdas;

/// <summary>A start under way, which can be given up.</summary>
internal sealed class PendingStart(StartRecord record) : IDisposable
{
    private readonly CancellationTokenSource _givenUp = new();

    public StartRecord Record { get; } = record;

    /// <summary>Cancelled when the start is given up.</summary>
    public CancellationToken GivenUp => _givenUp.Token;

    // On another thread: what waits for the token would otherwise run here, in the caller's lock, and find half of what it changes done.
    public void GiveUp() => _ = _givenUp.CancelAsync();

    public void Dispose() => _givenUp.Dispose();
}
