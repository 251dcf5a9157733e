using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using PerfRunner.Results;

namespace PerfRunner.Load;

/// <summary>
/// One keep-alive connection with blocking calls: a thread that waits in the operating system's receive call is woken
/// by the arriving answer itself. An asynchronous one would be resumed by the socket engine's thread and the thread pool,
/// two wake-ups that would be counted as the proxy's latency.
/// </summary>
internal sealed class LoadConnection(EndPoint endPoint, TimeSpan timeout) : IDisposable
{
    private const int BufferBytes = 64 * 1024;

    private readonly long _timeoutTicks = (long)(timeout.TotalSeconds * Stopwatch.Frequency);
    private readonly byte[] _buffer = new byte[BufferBytes];
    private readonly ResponseParser _parser = new();
    private readonly Lock _abortLock = new();
    private Socket? _socket;
    private bool _aborted;

    /// <summary>Opens the connection unless it is open: done before a request, so that no request pays for it.</summary>
    public bool TryOpen()
    {
        if (_socket is not null)
        {
            return true;
        }

        Socket socket = new(endPoint.AddressFamily, SocketType.Stream, endPoint is IPEndPoint ? ProtocolType.Tcp : ProtocolType.Unspecified);
        try
        {
            if (endPoint is IPEndPoint)
            {
                socket.NoDelay = true;
            }

            socket.SendTimeout = socket.ReceiveTimeout = (int)timeout.TotalMilliseconds;
            socket.Connect(endPoint);
            lock (_abortLock)
            {
                _socket = _aborted ? null : socket;
            }
        }
        catch (SocketException)
        {
            // The caller counts it as RequestError.Connect.
        }
        finally
        {
            if (_socket is null)
            {
                socket.Dispose();
            }
        }

        return _socket is not null;
    }

    /// <summary>Sends the request and reads the whole answer. A failure closes the connection.</summary>
    public Exchange Send(LoadRequest request)
    {
        if (!TryOpen())
        {
            return Exchange.NotSent(RequestError.Connect);
        }

        _parser.Reset();
        long sentAt = Stopwatch.GetTimestamp();
        RequestError? error = Transmit(_socket!, request.Bytes);
        long completedAt = sentAt;
        long bytesRead = 0;
        while (error is null && !_parser.IsComplete)
        {
            int received = _socket!.Receive(_buffer, SocketFlags.None, out SocketError socketError);

            // Before the parser looks at the bytes: that is the client's work, not the proxy's.
            completedAt = Stopwatch.GetTimestamp();
            bytesRead += received;
            error = Take(received, socketError) ?? (completedAt - sentAt > _timeoutTicks ? RequestError.Timeout : null);
        }

        if (error is not null || _parser.Closes)
        {
            Close();
        }

        return new Exchange(error ?? Judge(request.Cache), sentAt, completedAt, _parser.StatusCode, bytesRead, _parser.Cache, _parser.ServerTiming);
    }

    /// <summary>Ends a request that another thread waits for, for good.</summary>
    public void Abort()
    {
        lock (_abortLock)
        {
            _aborted = true;
            _socket?.Dispose();
        }
    }

    public void Dispose() => Close();

    private static RequestError? Transmit(Socket socket, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int sent = socket.Send(bytes, SocketFlags.None, out SocketError error);
            if (error != SocketError.Success)
            {
                return ErrorOf(error);
            }

            bytes = bytes[sent..];
        }

        return null;
    }

    private static RequestError ErrorOf(SocketError error) =>
        error is SocketError.TimedOut or SocketError.WouldBlock ? RequestError.Timeout : RequestError.ConnectionLost;

    private RequestError? Take(int received, SocketError socketError)
    {
        if (socketError != SocketError.Success)
        {
            return ErrorOf(socketError);
        }

        if (received == 0)
        {
            return _parser.EndOfStream() ? null : RequestError.ConnectionLost;
        }

        // Bytes beyond the answer belong to no request: after them nothing on this connection can be trusted.
        int taken = _parser.Feed(_buffer.AsSpan(0, received));
        return _parser.IsInvalid || taken < received ? RequestError.Protocol : null;
    }

    private RequestError? Judge(CacheExpectation expectation)
    {
        if (_parser.StatusCode is < 200 or > 299)
        {
            return RequestError.Status;
        }

        bool wrong = expectation switch
        {
            CacheExpectation.MustHit => _parser.Cache != CacheState.Hit,
            CacheExpectation.MustNotHit => _parser.Cache == CacheState.Hit,
            _ => false,
        };
        return wrong ? RequestError.WrongCacheState : null;
    }

    private void Close()
    {
        lock (_abortLock)
        {
            _socket?.Dispose();
            _socket = null;
        }
    }
}
