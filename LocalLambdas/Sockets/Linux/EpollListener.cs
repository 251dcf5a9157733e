using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace LocalLambdas.Sockets.Linux;

/// <summary>Accepts connections.</summary>
[SupportedOSPlatform("linux")]
internal sealed partial class EpollListener : IConnectionListener, IWatched
{
    // Others have their turn on the thread then; what is left is told again.
    private const int MostAtOnce = 64;

    // Room for any address (struct sockaddr_storage, socket(7)).
    private const int AddressBytes = 128;

    private const int Aborted = -103;

    // There is no descriptor or no memory left: as long as that lasts, each try would fail.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Channel<EpollConnection> _accepted = Channel.CreateUnbounded<EpollConnection>(new() { SingleReader = true });
    private readonly EventLoop _loop = EventLoop.Next();
    private readonly ILogger<EpollListener> _logger;
    private readonly Socket _socket;
    private readonly Timer _resume;
    private readonly Lock _gate = new();
    private bool _isUnbound;
    private bool _isPaused;

    public EpollListener(Socket socket, ILogger<EpollListener> logger)
    {
        _socket = socket;
        _logger = logger;
        _socket.Blocking = false;
        EndPoint = socket.LocalEndPoint!;
        _resume = new(static listener => ((EpollListener)listener!).Watch(EpollEvents.Readable), this, Timeout.Infinite, Timeout.Infinite);
        _loop.Watch((int)socket.Handle, this, EpollEvents.Readable);
    }

    public EndPoint EndPoint { get; }

    public ulong Key { get; set; }

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await _accepted.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (_accepted.Reader.TryRead(out var connection)) return connection;
        }

        return null;
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (_isUnbound) return default;
            _isUnbound = true;
            _loop.Forget(this);
            _socket.Dispose();
        }

        _resume.Dispose();
        _accepted.Writer.Complete();
        return default;
    }

    public async ValueTask DisposeAsync()
    {
        await UnbindAsync().ConfigureAwait(false);
        while (_accepted.Reader.TryRead(out var connection)) await connection.DisposeAsync().ConfigureAwait(false);
    }

    void IWatched.On(EpollEvents events)
    {
        lock (_gate)
        {
            for (var i = 0; i < MostAtOnce && !_isUnbound; i++)
            {
                if (!TryAccept()) return;
            }
        }
    }

    /// <returns>Whether there may be another.</returns>
    private bool TryAccept()
    {
        SocketAddress address = new(EndPoint.AddressFamily, AddressBytes);
        var length = (uint)AddressBytes;
        var accepted = LinuxSocket.Accept((int)_socket.Handle, address.Buffer.Span, ref length);
        switch (accepted)
        {
            case >= 0:
                _isPaused = false;
                address.Size = (int)length;
                Serve(accepted, EndPoint.Create(address));
                return true;
            case LinuxSocket.WouldBlock:
                return false;
            case LinuxSocket.Interrupted or Aborted:
                return true;
            default:
                // Without a handler of its own for each error: network errors of a connection that is gone are told here as well (accept(2)).
                if (!_isPaused) CannotAccept(new Win32Exception(-accepted).Message);
                _isPaused = true;
                Watch(EpollEvents.None);
                _resume.Change(Pause, Timeout.InfiniteTimeSpan);
                return false;
        }
    }

    private void Serve(int descriptor, EndPoint remote)
    {
        LinuxSocket.SendAtOnce(descriptor);
        SocketAddress address = new(EndPoint.AddressFamily, AddressBytes);
        var length = (uint)AddressBytes;
        EndPoint? local = null;
        if (LinuxSocket.LocalAddress(descriptor, address.Buffer.Span, ref length) == 0)
        {
            address.Size = (int)length;
            local = EndPoint.Create(address);
        }

        EpollConnection connection = new(descriptor, local, remote, _logger);
        try
        {
            connection.Start();
        }
        catch (SocketException exception)
        {
            // No more descriptors may be watched (max_user_watches, epoll(7)), or there is no memory.
            CannotAccept(exception.Message);
            connection.Abandon();
            return;
        }

        _accepted.Writer.TryWrite(connection);
    }

    private void Watch(EpollEvents events)
    {
        lock (_gate)
        {
            if (!_isUnbound) _loop.Change((int)_socket.Handle, this, events);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Connections cannot be accepted just now: {Reason}")]
    private partial void CannotAccept(string reason);
}
