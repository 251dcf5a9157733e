namespace LocalLambdas.Lambdas;

/// <summary>
/// Keeps a lambda that fails again and again from being started again and again. After one failure the next request may try at
/// once; from the second failure in a row on it waits, each time twice as long. A process that lived long enough ends the row.
/// </summary>
internal sealed class RestartPolicy(TimeProvider time)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    // A process that dies sooner after its start has not recovered, even if it served a request.
    private static readonly TimeSpan Recovered = TimeSpan.FromSeconds(10);

    private long _failedAt;

    /// <summary>Failed starts and crashes in a row.</summary>
    public int Failures { get; private set; }

    /// <summary>How long no start is to be tried; zero if one may be.</summary>
    public TimeSpan Remaining
    {
        get
        {
            if (Failures < 2) return TimeSpan.Zero;
            var wait = FirstWait * Math.Pow(2, Math.Min(Failures - 2, 20));
            var remaining = (wait < LongestWait ? wait : LongestWait) - time.GetElapsedTime(_failedAt);
            return remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero;
        }
    }

    /// <param name="lived">How long the process had accepted requests; zero if it never did.</param>
    public void Failed(TimeSpan lived)
    {
        Failures = lived < Recovered ? Failures + 1 : 1;
        _failedAt = time.GetTimestamp();
    }

    /// <summary>The process was stopped because somebody wanted it: nothing is wrong with it.</summary>
    public void Reset() => Failures = 0;
}
