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

    private readonly byte[] _buffer = new byte[BufferBytes];
    private readonly AnswerReader _reader = new((long)(timeout.TotalSeconds * Stopwatch.Frequency));
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

        Socket socket = LoadSocket.Create(endPoint);
        try
        {
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

        _reader.Begin(request, Stopwatch.GetTimestamp());
        RequestError? error = Transmit(_socket!, request.Bytes);
        while (error is null && !_reader.IsComplete)
        {
            int received = _socket!.Receive(_buffer, SocketFlags.None, out SocketError socketError);
            long at = Stopwatch.GetTimestamp();
            error = socketError == SocketError.Success ? _reader.Take(_buffer.AsSpan(0, received), at) : ErrorOf(socketError);
        }

        if (error is not null || _reader.Closes)
        {
            Close();
        }

        return _reader.End(error);
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

    private void Close()
    {
        lock (_abortLock)
        {
            _socket?.Dispose();
            _socket = null;
        }
    }
}
