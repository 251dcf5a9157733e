namespace LocalLambdas.Lambdas;

internal static class IdleTimer
{
    private static readonly TimeSpan ShortestPeriod = TimeSpan.FromMilliseconds(50);

    /// <summary>Checks twice within the timeout, so that an idle process lives at most one and a half of it. Null if it may be idle for ever.</summary>
    public static ITimer? Start(TimeSpan timeout, TimeProvider time, Action check)
    {
        if (timeout == Timeout.InfiniteTimeSpan) return null;
        var period = timeout > ShortestPeriod * 2 ? timeout / 2 : ShortestPeriod;
        return time.CreateTimer(static check => ((Action)check!)(), check, period, period);
    }
}
