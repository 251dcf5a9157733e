using System.Diagnostics.CodeAnalysis;

namespace LocalLambdas.Caching;

/// <summary>
/// A call to the service that several requests wait for. It is given up when the last of them has gone, not when the first has.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification =
    "Whoever leaves may do so after the end of the call; a source of cancellation without timer and wait handle holds nothing to release.")]
internal sealed class Flight(int generation)
{
    private readonly CancellationTokenSource _abandoned = new();
    private readonly TaskCompletionSource<CacheEntry?> _landed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private int _participants = 1;

    /// <summary>The generation of the resource when the call began; who comes after a change must not get what was before it.</summary>
    public int Generation { get; } = generation;

    public CancellationToken Abandoned => _abandoned.Token;

    public bool TryJoin()
    {
        lock (_lock)
        {
            if (_participants == 0)
                return false;
            _participants++;
            return true;
        }
    }

    public void Leave()
    {
        lock (_lock)
        {
            if (--_participants > 0)
                return;
        }

        _abandoned.Cancel();
    }

    /// <summary>The stored answer, or null when it was not stored; throws what the call threw.</summary>
    public async Task<CacheEntry?> WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _landed.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            Leave();
        }
    }

    public void Land(CacheEntry? shared) => _landed.SetResult(shared);

    public void Crash(Exception exception)
    {
        _landed.SetException(exception);

        // The leader throws it; without others it would count as unobserved
        _ = _landed.Task.Exception;
    }
}
