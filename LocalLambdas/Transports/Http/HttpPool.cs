using System.Net.Sockets;
using LocalLambdas.Messages;

namespace LocalLambdas.Transports.Http;

/// <summary>The connections to one process. The one that was used last is used next, so that those too many become idle and are closed.</summary>
internal sealed class HttpPool : IDisposable
{
    private static readonly TimeSpan IdleFor = TimeSpan.FromSeconds(90);

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan ShortestPeriod = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestPeriod = TimeSpan.FromMilliseconds(250);

    private readonly Lock _lock = new();
    private readonly TimeSpan _timeout;
    private readonly TimeSpan _period;
    private readonly Timer _timer;
    private readonly HashSet<HttpConnection> _all = [];

    // Sorted by the time since when they are idle.
    private readonly List<HttpConnection> _idle = [];
    private long _lookedAt;
    private bool _isDisposed;

    public HttpPool(HttpEndPoint endPoint, TimeSpan timeout)
    {
        EndPoint = endPoint;
        _timeout = timeout;
        _period = TimeSpan.FromTicks(Math.Clamp((timeout / 32).Ticks, ShortestPeriod.Ticks, LongestPeriod.Ticks));
        _timer = new(static pool => ((HttpPool)pool!).Watch(), this, Timeout.Infinite, Timeout.Infinite);
    }

    public HttpEndPoint EndPoint { get; }

    /// <summary>An idle connection for the request that neither end has closed; null if there is none.</summary>
    public HttpConnection? TryTake(LambdaRequest request)
    {
        while (true)
        {
            HttpConnection connection;
            lock (_lock)
            {
                if (_idle.Count is 0) return null;
                connection = _idle[^1];
                _idle.RemoveAt(_idle.Count - 1);
            }

            if (connection.IsReadyFor(request)) return connection;
            Discard(connection);
        }
    }

    /// <exception cref="SocketException">Nobody accepts connections.</exception>
    public async ValueTask<HttpConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new HttpConnection(await EndPoint.ConnectAsync(cancellationToken).ConfigureAwait(false), this, _timeout);
        lock (_lock)
        {
            if (_isDisposed) connection.Abort();
            else if (_all.Add(connection) && _all.Count is 1) _timer.Change(_period, _period);
        }

        return connection;
    }

    /// <summary>For the next request.</summary>
    public void Return(HttpConnection connection)
    {
        connection.IdleSince = Environment.TickCount64;
        lock (_lock)
        {
            if (!_isDisposed)
            {
                _idle.Add(connection);
                return;
            }
        }

        connection.Dispose();
    }

    /// <summary>By its user, who does not need it any more.</summary>
    public void Discard(HttpConnection connection)
    {
        lock (_lock) _all.Remove(connection);
        connection.Dispose();
    }

    public void Dispose()
    {
        HttpConnection[] left;
        lock (_lock)
        {
            _isDisposed = true;
            _timer.Dispose();
            left = [.. _all];
            foreach (var connection in _idle) connection.Dispose();
            _idle.Clear();
        }

        foreach (var connection in left) connection.Abort();
    }

    private void Watch()
    {
        var now = Environment.TickCount64;
        var late = new List<HttpConnection>();
        lock (_lock)
        {
            if (_isDisposed) return;
            foreach (var connection in _all)
            {
                if (connection.IsLate(now)) late.Add(connection);
            }

            if (now - _lookedAt >= LookEvery.TotalMilliseconds) CloseIdle(now);
            if (_all.Count is 0) _timer.Change(Timeout.Infinite, Timeout.Infinite);
        }

        // Not under the lock: whoever waits for the connection may go on right here, and give it back.
        foreach (var connection in late) connection.Abort();
    }

    // A service that has closed its end would wait for ours: without this until the next request.
    private void CloseIdle(long now)
    {
        _lookedAt = now;
        var closed = _idle.FindAll(connection => now - connection.IdleSince >= IdleFor.TotalMilliseconds || !connection.Wire.IsSilent);
        foreach (var connection in closed)
        {
            _idle.Remove(connection);
            _all.Remove(connection);
            connection.Dispose();
        }
    }
}
