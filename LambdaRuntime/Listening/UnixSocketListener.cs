using System.Net.Sockets;

namespace LambdaRuntime;

/// <summary>Listens on a Unix domain socket. Its file goes with it.</summary>
internal sealed class UnixSocketListener : Listener
{
    private const int Backlog = 512;

    private readonly Socket _socket;

    public UnixSocketListener(string path)
    {
        var address = Address(path);
        _socket = Create();
        try
        {
            Bind(address, path);
            _socket.Listen(Backlog);
        }
        catch (SocketException exception)
        {
            _socket.Dispose();
            throw new LambdaStartException(
                LambdaStartError.CannotListen,
                $"{PipeAddress.Variable} is '{path}', where no socket can be created ({exception.SocketErrorCode}): set it to a path in an "
                + "existing directory of this user that nothing else uses");
        }
    }

    public override async Task AcceptAsync(Action<Stream> serve, CancellationToken stop)
    {
        while (true)
        {
            Socket connection;
            try
            {
                connection = await _socket.AcceptAsync(stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            ThreadPool.UnsafeQueueUserWorkItem(serve, new NetworkStream(connection, ownsSocket: true), preferLocal: false);
        }
    }

    public override void Dispose() => _socket.Dispose();

    private static UnixDomainSocketEndPoint Address(string path)
    {
        try
        {
            return new UnixDomainSocketEndPoint(path);
        }
        catch (ArgumentException)
        {
            throw PipeAddress.Bad($"is longer than the path of a socket may be ('{path}')");
        }
    }

    private static Socket Create() => new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    private void Bind(UnixDomainSocketEndPoint address, string path)
    {
        try
        {
            _socket.Bind(address);
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse && IsLeftover(address, path))
        {
            File.Delete(path);
            _socket.Bind(address);
        }
    }

    /// <summary>A lambda that was killed leaves its socket's file behind; nobody listens there.</summary>
    private static bool IsLeftover(UnixDomainSocketEndPoint address, string path)
    {
        if (!IsSocket(path))
            return false;
        using var probe = Create();
        try
        {
            probe.Connect(address);
            return false;
        }
        catch (SocketException exception)
        {
            return exception.SocketErrorCode == SocketError.ConnectionRefused;
        }
    }

    // A refused connection does not tell a socket from a regular file; that a socket cannot be opened does.
    // https://man7.org/linux/man-pages/man2/open.2.html: ENXIO; macOS: EOPNOTSUPP. The framework passes on unusual error numbers as HResult
    private static bool IsSocket(string path)
    {
        const int NoSuchDevice = 6;
        const int NotSupportedOnMacOS = 102;
        try
        {
            File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite).Dispose();
            return false;
        }
        catch (IOException exception)
        {
            return exception.HResult is NoSuchDevice or NotSupportedOnMacOS;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }
}
