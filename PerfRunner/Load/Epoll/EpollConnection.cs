using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using LocalLambdas.Sockets.Linux;
using PerfRunner.Results;

namespace PerfRunner.Load.Epoll;

/// <summary>One keep-alive connection of a loop. A request is begun and then carried on whenever the connection is ready.</summary>
/// <param name="key">By which the set tells that it is ready.</param>
[SupportedOSPlatform("linux")]
internal sealed class EpollConnection(EpollSet set, ulong key, EndPoint endPoint, TimeSpan timeout) : IDisposable
{
    private readonly AnswerReader _reader = new((long)(timeout.TotalSeconds * Stopwatch.Frequency));
    private FailureStreak _failures;
    private Step _step;
    private Socket? _socket;
    private int _descriptor;
    private LoadRequest? _request;
    private int _sent;

    private enum Step
    {
        Closed,
        Idle,
        Connecting,
        Sending,
        Receiving,
    }

    /// <summary>It has failed too often in this run.</summary>
    public bool IsGivenUp => _failures.IsOver;

    /// <summary>A new run begins. Opens the connection unless it is open: no request pays for it.</summary>
    public void Open()
    {
        _failures = default;
        if (_step == Step.Closed)
        {
            Connect(blocking: true);
        }
    }

    /// <returns>What came of the request, or null while it is under way.</returns>
    public Exchange? Begin(LoadRequest request)
    {
        _request = request;
        if (_step == Step.Closed)
        {
            _reader.Begin(request, Stopwatch.GetTimestamp());

            // A Unix socket never connects later: while nobody accepts it would say EAGAIN (man 2 connect).
            Connect(blocking: endPoint is not IPEndPoint);
        }

        return _step switch
        {
            Step.Idle => Send(),
            Step.Connecting => null,
            _ => Ended(Exchange.NotSent(RequestError.Connect)),
        };
    }

    /// <summary>It is ready. What was asked is carried on.</summary>
    /// <returns>What came of the request, or null while it is under way.</returns>
    public Exchange? Continue(Span<byte> buffer)
    {
        switch (_step)
        {
            case Step.Receiving:
                return Receive(buffer);
            case Step.Sending:
                return Transmit();
            case Step.Connecting:
                return FinishConnecting();
            default:
                // The server has closed it, or said something unasked: it is of no use for another request.
                Close();
                return null;
        }
    }

    /// <returns>What came of a request that takes too long; null for any other.</returns>
    public Exchange? EndWhenOverdue(long now)
    {
        if (_step <= Step.Idle || !_reader.IsOverdue(now))
        {
            return null;
        }

        return _step == Step.Connecting ? Ended(Exchange.NotSent(RequestError.Connect)) : End(RequestError.Timeout);
    }

    /// <summary>Whatever is under way will not be waited for.</summary>
    public void Abandon()
    {
        if (_step > Step.Idle)
        {
            Close();
        }
    }

    public void Dispose() => Close();

    private void Connect(bool blocking)
    {
        _socket = LoadSocket.Create(endPoint);
        try
        {
            _socket.Blocking = blocking;
            _socket.Connect(endPoint);
            _socket.Blocking = false;
            Watch(Step.Idle, EpollEvents.Readable);
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            Watch(Step.Connecting, EpollEvents.Writable);
        }
        catch (SocketException)
        {
            // The next request counts it as RequestError.Connect.
            Close();
        }
    }

    private void Watch(Step step, EpollEvents events)
    {
        _step = step;
        _descriptor = (int)_socket!.Handle;
        set.Add(_descriptor, key, events);
    }

    private Exchange? FinishConnecting()
    {
        if ((int)_socket!.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)! != 0)
        {
            return Ended(Exchange.NotSent(RequestError.Connect));
        }

        set.Change(_descriptor, key, EpollEvents.Readable);
        return Send();
    }

    private Exchange? Send()
    {
        _sent = 0;
        _reader.Begin(_request!, Stopwatch.GetTimestamp());
        return Transmit();
    }

    private Exchange? Transmit()
    {
        ReadOnlySpan<byte> rest = _request!.Bytes[_sent..];
        int sent = LinuxSocket.Send(_descriptor, rest);
        if (sent < 0 && !IsToBeTriedAgain(sent))
        {
            return End(RequestError.ConnectionLost);
        }

        _sent += Math.Max(sent, 0);
        bool isWaiting = _step == Step.Sending;
        _step = sent < rest.Length ? Step.Sending : Step.Receiving;
        if (isWaiting != (_step == Step.Sending))
        {
            set.Change(_descriptor, key, isWaiting ? EpollEvents.Readable : EpollEvents.Writable);
        }

        return null;
    }

    private Exchange? Receive(Span<byte> buffer)
    {
        // System.Net.Sockets makes the same calls with a reference count and more around each, which takes a tenth of the rate of a loop
        // (docs/performance.md).
        int received = LinuxSocket.Receive(_descriptor, buffer);
        long at = Stopwatch.GetTimestamp();
        if (IsToBeTriedAgain(received))
        {
            return null;
        }

        RequestError? error = received < 0 ? RequestError.ConnectionLost : _reader.Take(buffer[..received], at);
        return error is null && !_reader.IsComplete ? null : End(error);
    }

    private static bool IsToBeTriedAgain(int result) => result is LinuxSocket.WouldBlock or LinuxSocket.Interrupted;

    private Exchange End(RequestError? error)
    {
        _step = Step.Idle;
        if (error is not null || _reader.Closes)
        {
            Close();
        }

        return Ended(_reader.End(error));
    }

    private Exchange Ended(Exchange exchange)
    {
        if (_step != Step.Idle)
        {
            Close();
        }

        _failures.Count(exchange);
        return exchange;
    }

    private void Close()
    {
        _socket?.Dispose();
        _socket = null;
        _step = Step.Closed;
    }
}
