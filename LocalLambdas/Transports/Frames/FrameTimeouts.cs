using System.Globalization;
using LambdaRuntime.Frames;

namespace LocalLambdas.Transports.Frames;

/// <summary>Looks after streams that wait too long. One timer for all of them, which only runs while there are any.</summary>
internal sealed class FrameTimeouts : IDisposable
{
    // A request is given up at most an eighth of its time too late, and 250 ms.
    private const int Parts = 8;
    private const long Shortest = 5;
    private const long Longest = 250;

    private readonly TimeSpan _timeout;
    private readonly long _period;
    private readonly Lock _gate;
    private readonly Dictionary<uint, FrameExchange> _exchanges;
    private readonly Action<FrameExchange, uint, CancelCode, Exception> _giveUp;
    private readonly Timer _timer;
    private bool _isRunning;

    public FrameTimeouts(
        TimeSpan timeout, Lock gate, Dictionary<uint, FrameExchange> exchanges, Action<FrameExchange, uint, CancelCode, Exception> giveUp)
    {
        _timeout = timeout;
        _period = Math.Clamp((long)timeout.TotalMilliseconds / Parts, Shortest, Longest);
        _gate = gate;
        _exchanges = exchanges;
        _giveUp = giveUp;
        _timer = new(static timeouts => ((FrameTimeouts)timeouts!).Look(), this, Timeout.Infinite, Timeout.Infinite);
    }

    /// <summary>Under the gate, when a stream was opened.</summary>
    public void Watch()
    {
        if (_isRunning) return;
        _isRunning = true;
        _timer.Change(_period, _period);
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        var now = Environment.TickCount64;
        List<(FrameExchange Exchange, uint Id)>? late = null;
        lock (_gate)
        {
            foreach (var exchange in _exchanges.Values)
            {
                if (exchange.HasTimedOut(now, (long)_timeout.TotalMilliseconds)) (late ??= []).Add((exchange, exchange.Id));
            }

            if (_exchanges.Count is 0)
            {
                _isRunning = false;
                _timer.Change(Timeout.Infinite, Timeout.Infinite);
            }
        }

        if (late is null) return;
        var reason = string.Create(CultureInfo.InvariantCulture, $"The lambda did not answer within {_timeout.TotalSeconds} s.");
        foreach (var (exchange, id) in late) _giveUp(exchange, id, CancelCode.Timeout, new TransportException(TransportError.TimedOut, reason));
    }
}
