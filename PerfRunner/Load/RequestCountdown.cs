namespace PerfRunner.Load;

/// <summary>The requests still to be sent, shared by all connections: a fast one sends more than a slow one.</summary>
internal sealed class RequestCountdown(long requests)
{
    private long _left = requests;

    public bool TryTake() => Interlocked.Decrement(ref _left) >= 0;
}
