namespace LocalLambdas.Lambdas;

/// <summary>Counts requests in flight, and can be closed: then nobody enters any more, and <see cref="Drained"/> tells when the last has left.</summary>
internal sealed class InFlightGate
{
    // Added once on closing: from then on the count is negative, which who enters sees, and this value means nobody is inside.
    private const int Closed = int.MinValue;

    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;

    public Task Drained => _drained.Task;

    public int Count
    {
        get
        {
            var count = Volatile.Read(ref _count);
            return count < 0 ? count - Closed : count;
        }
    }

    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _count) > 0) return true;
        Leave();
        return false;
    }

    public void Leave()
    {
        if (Interlocked.Decrement(ref _count) == Closed) _drained.TrySetResult();
    }

    public void Close()
    {
        if (Volatile.Read(ref _count) < 0) return;
        if (Interlocked.Add(ref _count, Closed) == Closed) _drained.TrySetResult();
    }

    /// <summary>Closes only if nobody is inside.</summary>
    public bool TryCloseIdle()
    {
        if (Interlocked.CompareExchange(ref _count, Closed, 0) is not 0) return false;
        _drained.TrySetResult();
        return true;
    }
}
