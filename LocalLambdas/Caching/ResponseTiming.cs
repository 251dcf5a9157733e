namespace LocalLambdas.Caching;

/// <summary>When a call to the service began and its answer was there.</summary>
internal readonly record struct ResponseTiming(TimeSpan Delay, DateTimeOffset ReceivedAt, long ReceivedTimestamp)
{
    public static ResponseTiming Since(long requestTimestamp, TimeProvider time) =>
        new(time.GetElapsedTime(requestTimestamp), time.GetUtcNow(), time.GetTimestamp());

    /// <summary>
    /// Two clocks, and the later one counts: the wall clock can be set back, and the monotonic one stands still while the machine sleeps.
    /// </summary>
    public TimeSpan Residence(TimeProvider time)
    {
        var monotonic = time.GetElapsedTime(ReceivedTimestamp);
        var wall = time.GetUtcNow() - ReceivedAt;
        return wall > monotonic ? wall : monotonic;
    }
}
