using System.Diagnostics;

namespace PerfRunner.Load;

/// <summary>The requests still to be sent, shared by all connections: a fast one sends more than a slow one.</summary>
internal sealed class RequestCountdown(long requests)
{
    private readonly long _ticks;
    private long _endsAt;
    private long _left = requests;

    private RequestCountdown(TimeSpan duration)
        : this(long.MaxValue)
    {
        // At least one, also in no time: 0 stands for no limit.
        _ticks = Math.Max(1, (long)(duration.TotalSeconds * Stopwatch.Frequency));
    }

    /// <summary>As many as that time allows to begin, counted from the first one.</summary>
    public static RequestCountdown For(TimeSpan duration) => new(duration);

    public bool TryTake() => Interlocked.Decrement(ref _left) >= 0 && (_ticks == 0 || IsInTime(Stopwatch.GetTimestamp()));

    private bool IsInTime(long now)
    {
        if (Volatile.Read(ref _endsAt) == 0)
        {
            Interlocked.CompareExchange(ref _endsAt, now + _ticks, 0);
        }

        return now < Volatile.Read(ref _endsAt);
    }
}
