using System.Collections.Concurrent;

namespace LocalLambdas.Tests.Lambdas;

/// <summary>A clock that stands still until the test moves it, and then calls the timers that are due. Others read it and set timers at any time.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly ConcurrentQueue<ManualTimer> _timers = [];
    private long _now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).Ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Whether somebody waits for a time to come. Who has only read the time is about to: what is moved on meanwhile would be waited for in addition.</summary>
    public bool IsAwaited => _timers.Any(static timer => timer.IsSet);

    public override DateTimeOffset GetUtcNow() => new(GetTimestamp(), TimeSpan.Zero);

    public override long GetTimestamp() => Volatile.Read(ref _now);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        _timers.Enqueue(timer);
        return timer;
    }

    public void Advance(TimeSpan by)
    {
        var now = Interlocked.Add(ref _now, by.Ticks);
        foreach (var timer in _timers) timer.FireIfDue(now);
    }

    private sealed class ManualTimer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        private const long Never = long.MaxValue;

        private long _due = Never;
        private long _period = Never;

        public bool IsSet => Volatile.Read(ref _due) is not Never;

        public void FireIfDue(long now)
        {
            var due = Volatile.Read(ref _due);
            var period = Volatile.Read(ref _period);
            if (due > now || Interlocked.CompareExchange(ref _due, period is Never ? Never : now + period, due) != due) return;
            callback(state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Volatile.Write(ref _period, period < TimeSpan.Zero ? Never : period.Ticks);
            Volatile.Write(ref _due, dueTime < TimeSpan.Zero ? Never : time.GetTimestamp() + dueTime.Ticks);
            return true;
        }

        public void Dispose() => Volatile.Write(ref _due, Never);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
