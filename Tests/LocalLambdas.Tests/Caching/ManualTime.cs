namespace LocalLambdas.Tests.Caching;

/// <summary>A time that only moves when it is told to; both of its clocks can be moved alone.</summary>
internal sealed class ManualTime : TimeProvider
{
    public static readonly DateTimeOffset Start = new(2025, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private long _timestamp = 1;
    private long _utcTicks = Start.UtcTicks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _utcTicks), TimeSpan.Zero);

    public override long GetTimestamp() => Interlocked.Read(ref _timestamp);

    public void Advance(double seconds)
    {
        AdvanceWallClock(seconds);
        AdvanceMonotonic(seconds);
    }

    public void AdvanceWallClock(double seconds) => Interlocked.Add(ref _utcTicks, TimeSpan.FromSeconds(seconds).Ticks);

    public void AdvanceMonotonic(double seconds) => Interlocked.Add(ref _timestamp, TimeSpan.FromSeconds(seconds).Ticks);
}
