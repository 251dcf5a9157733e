namespace LocalLambdas.Hosting.FastPath;

/// <summary>
/// How long a connection may keep the fast path waiting. Kestrel's own limits count from its own requests, and would close a connection on
/// which for long none had been its; so what it says of waiting for a head, and of a client that does not read, is said here.
/// </summary>
/// <param name="wake">Makes a wait for a head end.</param>
/// <param name="breakOff">Makes a wait for the client end, and the connection with it.</param>
internal sealed class ConnectionPatience(TimeProvider time, TimeSpan keepAlive, Action wake, Action breakOff)
{
    // As KestrelServerLimits.MinResponseDataRate.
    private const double LeastBytesPerSecond = 240;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private volatile int _wait;
    private volatile int _number;
    private volatile bool _isOver;
    private TimeSpan _clientMayTake;
    private int _seen;
    private long _since;

    private enum Wait
    {
        None,
        Head,
        Client,
    }

    /// <summary>The client has sent nothing for as long as it may.</summary>
    public bool IsOver => _isOver;

    public void WaitsForHead() => Begin(Wait.Head);

    public void WaitsForClient(long bytes)
    {
        var least = TimeSpan.FromSeconds(bytes / LeastBytesPerSecond);
        _clientMayTake = least > Grace ? least : Grace;
        Begin(Wait.Client);
    }

    public void Ends() => _wait = (int)Wait.None;

    /// <summary>Called about once in a second, whatever the connection does. A wait counts from the first time on that it is seen.</summary>
    public void Tick()
    {
        var wait = (Wait)_wait;
        var now = time.GetTimestamp();
        if (wait is Wait.None || _number != _seen)
        {
            _seen = _number;
            _since = now;
        }
        else if (wait is Wait.Client && time.GetElapsedTime(_since, now) > _clientMayTake)
        {
            breakOff();
        }
        else if (wait is Wait.Head && time.GetElapsedTime(_since, now) > keepAlive)
        {
            _isOver = true;
            wake();
        }
    }

    private void Begin(Wait wait)
    {
        _isOver = false;
        _number++;
        _wait = (int)wait;
    }
}
