namespace LocalLambdas.Transports.Http;

/// <summary>
/// How long a service may take for its next step. Set and cleared with each of them, so it is a number that somebody else looks at now and
/// then, and no timer of its own.
/// </summary>
internal sealed class HttpDeadline(TimeSpan timeout)
{
    private const long None = long.MaxValue;
    private const long Over = long.MinValue;

    private long _at = None;

    public bool IsOver => Volatile.Read(ref _at) is Over;

    /// <summary>While it is somebody else who is waited for.</summary>
    public bool IsSuspended { get; set; }

    public void Start() => Change(Fresh(Environment.TickCount64));

    /// <returns>False if it is over.</returns>
    public bool Stop() => Change(None);

    /// <returns>True once: when it is over.</returns>
    public bool Expires(long now)
    {
        var at = Volatile.Read(ref _at);
        if (at > now || at is Over) return false;
        return Interlocked.CompareExchange(ref _at, IsSuspended ? Fresh(now) : Over, at) == at && IsOver;
    }

    private long Fresh(long now) => now + (long)timeout.TotalMilliseconds;

    private bool Change(long to)
    {
        while (true)
        {
            var at = Volatile.Read(ref _at);
            if (at is Over) return false;
            if (Interlocked.CompareExchange(ref _at, to, at) == at) return true;
        }
    }
}
