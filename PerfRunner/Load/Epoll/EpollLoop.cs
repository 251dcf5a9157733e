using System.Net;
using System.Runtime.Versioning;
using LocalLambdas.Sockets.Linux;

namespace PerfRunner.Load.Epoll;

/// <summary>The connections that one thread serves, from one run to the next.</summary>
[SupportedOSPlatform("linux")]
internal sealed class EpollLoop : IDisposable
{
    private const int BufferBytes = 64 * 1024;

    private readonly EpollSet _set = new();
    private readonly EpollConnection[] _connections;
    private readonly TimeSpan _timeout;

    // One for all: what has arrived is taken at once.
    private readonly byte[] _buffer = new byte[BufferBytes];

    public EpollLoop(EndPoint endPoint, int connections, TimeSpan timeout)
    {
        _timeout = timeout;
        _connections = [.. Enumerable.Range(0, connections).Select(id => new EpollConnection(_set, (ulong)id, endPoint, timeout))];
    }

    /// <summary>All connections are open before the first request: a failed one is tried again, and counted, by its first request.</summary>
    public void Open() => Array.ForEach(_connections, connection => connection.Open());

    public LoadResult Run(LoadRequest request, RequestCountdown countdown, CancellationToken cancellationToken) =>
        new EpollRun(_set, _connections, _buffer, _timeout).Run(request, countdown, cancellationToken);

    public void Dispose()
    {
        Array.ForEach(_connections, connection => connection.Dispose());
        _set.Dispose();
    }
}
