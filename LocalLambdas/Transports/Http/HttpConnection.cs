using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using LocalLambdas.Forwarding;
using LocalLambdas.Messages;
using LocalLambdas.Sockets;

namespace LocalLambdas.Transports.Http;

/// <summary>One connection to a service, by which one request at a time goes there and its answer comes back.</summary>
internal sealed class HttpConnection(LambdaSocket socket, HttpPool pool, TimeSpan timeout) : IDisposable
{
    // What the request has in memory is sent together with its head, up to this.
    private const int MostBytesWithHead = 64 * 1024;

    // What a socket to which nothing is under way has room for.
    private const int MostBytesSentSoon = 16 * 1024;

    private const int MostBytesWaitedFor = 16 * 1024;

    // A larger one costs fewer calls; most bodies that are chunked are small.
    private const int RoomForChunks = 32 * 1024;

    private static readonly Action<object?> AbortNow = static connection => ((HttpConnection)connection!).Abort();

    private readonly RequestBuffer _output = new();
    private readonly ResponseHeadReader _heads = new();
    private readonly HttpDeadline _toSend = new(timeout);
    private readonly HttpDeadline _toReceive = new(timeout);
    private RequestBodySender? _sender;
    private Task _sending = Task.CompletedTask;
    private volatile bool _isAborted;

    public HttpWire Wire { get; } = new(socket);

    /// <summary>It has carried an answer before: the service may close it at any time, also while a request is on its way.</summary>
    public bool IsReused { get; private set; }

    /// <summary>When it last became idle, by <see cref="Environment.TickCount64"/>.</summary>
    public long IdleSince { get; set; }

    /// <summary>
    /// Whether the request may be sent once more if this connection turns out to have been closed. RFC 9112, 9.3.1: the service may close one
    /// that seems idle to it just when a request comes.
    /// </summary>
    public bool MayTryAgain(LambdaRequest request) => IsReused && Methods.AreIdempotent(request.Method) && request.Body.CanBeSentAgain;

    /// <summary>
    /// Whether it can take the request: neither end has closed it. To be asked right before. For what may be sent once more, and is held, no
    /// call is made yet: should the connection have ended just now, the request goes again.
    /// </summary>
    public bool IsReadyFor(LambdaRequest request) => !_isAborted && (IsLookedAtLater(request) ? Wire.SeemsSilent : Wire.IsSilent);

    /// <summary>Carries one request. Then the connection is the pool's again, or that of the answer's rest.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<HttpAnswer> ExchangeAsync(LambdaRequest request, Activity? span, CancellationToken cancellationToken)
    {
        var hasReceived = false;
        try
        {
            if (!IsReused && !Wire.IsSilent && Wire.Filled(await Wire.FillAsync().ConfigureAwait(false)) > 0) throw HttpFailure.Of(BadResponse.Unasked);
            RequestHeadWriter.Write(_output, request, span, pool.EndPoint.Authority);
            _heads.Begin();
            _toReceive.Start();
            ResponseHead? head = null;
            await using (cancellationToken.UnsafeRegister(AbortNow, this).ConfigureAwait(false))
            {
                await SendAsync(request).ConfigureAwait(false);
                var wanted = 0L;
                do
                {
                    if (Wire.Filled(await Wire.FillAsync().ConfigureAwait(false)) is 0) throw HttpFailure.Closed(hasReceived);
                    hasReceived = true;
                    if (head is not null) continue;
                    HttpFailure.ThrowIf(_heads.Read(Wire, out head));
                    if (head is not null) wanted = WantedWith(head, request.Method);
                }
                while (head is null || Wire.Unread.Length < wanted);
            }

            return AnswerOf(request, head);
        }
        catch (Exception exception)
        {
            await GiveUpAsync().ConfigureAwait(false);
            throw Explained(exception, hasReceived, cancellationToken);
        }
    }

    /// <summary>Waits for more bytes: past the buffer, or into it if there is no destination; 0 at the end.</summary>
    public async ValueTask<int> ReceiveAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        _toReceive.Start();
        await using (cancellationToken.UnsafeRegister(AbortNow, this).ConfigureAwait(false))
        {
            var received = destination.IsEmpty
                ? Wire.Filled(await Wire.FillAsync(RoomForChunks).ConfigureAwait(false))
                : await Wire.ReceiveAsync(destination).ConfigureAwait(false);
            _toReceive.Stop();
            return received;
        }
    }

    /// <summary>The whole answer has been read. A request that is still being sent is not cut off, unless the service has said that it listens no more.</summary>
    public async ValueTask LeaveAsync(bool keepsOpen, CancellationToken cancellationToken)
    {
        if (!_sending.IsCompleted)
        {
            if (!keepsOpen) _sender!.Stop();
            await using (cancellationToken.UnsafeRegister(AbortNow, this).ConfigureAwait(false)) await _sending.ConfigureAwait(false);
        }

        Leave(keepsOpen);
    }

    /// <summary>Ends it before its time.</summary>
    public async ValueTask GiveUpAsync()
    {
        Abort();
        await _sending.ConfigureAwait(false);
        pool.Discard(this);
    }

    /// <summary>Why an exchange failed, as callers are told it.</summary>
    public Exception Explained(Exception exception, bool hasReceived, CancellationToken cancellationToken)
    {
        if (exception is not (SocketException or ObjectDisposedException)) return exception;
        if (_sender?.Failure is { } failure) return failure;
        if (cancellationToken.IsCancellationRequested) return new OperationCanceledException(exception.Message, exception, cancellationToken);
        return _toSend.IsOver || _toReceive.IsOver
            ? new TransportException(
                TransportError.TimedOut, string.Create(CultureInfo.InvariantCulture, $"The lambda did not answer within {timeout.TotalSeconds} s."), exception)
            : HttpFailure.Closed(hasReceived, exception);
    }

    /// <summary>By anybody, at any time: what is under way fails.</summary>
    public void Abort()
    {
        _isAborted = true;
        _sender?.Stop();
        Wire.Abort();
    }

    /// <summary>The service takes too long. True once.</summary>
    public bool IsLate(long now) => _toReceive.Expires(now) || _toSend.Expires(now);

    public void Dispose()
    {
        Wire.Dispose();
        _output.Dispose();
    }

    // A small body mostly comes with its head or right behind it: worth waiting for, as then the answer goes on whole, or not at all.
    private long WantedWith(ResponseHead head, string method) =>
        head.FramingOf(method) is BodyFraming.Length && head.ContentLength <= MostBytesWaitedFor && _sending.IsCompleted ? head.ContentLength.Value : 0;

    private bool IsLookedAtLater(LambdaRequest request) => request.Body.IsHeld && MayTryAgain(request);

    private ValueTask SendAsync(LambdaRequest request)
    {
        var body = request.Body;
        var isLookedAtLater = IsLookedAtLater(request);

        // What is too long to be put off is sent at once, and nobody has looked for it yet (IsReadyFor): it fails, and goes again.
        var isLong = _output.Written.Length + body.Held.Length > MostBytesSentSoon;
        if (isLong && isLookedAtLater && !Wire.IsSilent) Wire.Abort();
        if (!body.IsHeld || body.Held.Length > MostBytesWithHead) return BeginToSend(body);
        _output.Append(body.Held.Span);
        return !isLong && isLookedAtLater && Wire.TrySendSoon(_output.Written) ? default : SendWholeAsync();
    }

    private async ValueTask SendWholeAsync()
    {
        try
        {
            await Wire.SendAsync(_output.Written).ConfigureAwait(false);
        }
        catch (SocketException)
        {
            // The service takes no more. It may have said why before, and if not, then receiving fails too.
        }
    }

    private ValueTask BeginToSend(RequestBody body)
    {
        _sender = new(Wire, _output, body, _toSend);
        _toReceive.IsSuspended = true;
        _sending = RunAsync(_sender);
        return default;
    }

    private async Task RunAsync(RequestBodySender sender)
    {
        await sender.RunAsync().ConfigureAwait(false);
        _toReceive.IsSuspended = false;
    }

    private HttpAnswer AnswerOf(LambdaRequest request, ResponseHead head)
    {
        var body = new BodyDecoder(head.FramingOf(request.Method), head.ContentLength);
        var begin = body.TakeFrom(Wire);
        BodyRest? rest = null;
        if (!body.HasEnded || !_sending.IsCompleted)
        {
            _toReceive.Stop();
            rest = new(new HttpBody(this, body, head.KeepsOpen), body.Left, body.EndsWithConnection);
        }
        else
        {
            Leave(head.KeepsOpen);

            if (request.Method is "HEAD") rest = BodyRest.Untransmitted(head.ContentLength);
        }

        return new(new(head.Status, head.Headers, begin, rest), head.Startup);
    }

    private void Leave(bool keepsOpen)
    {
        var isWhole = _sender is null or { HasSentAll: true } && !Wire.HasUnread;
        _sender = null;
        _sending = Task.CompletedTask;
        _output.Clear();
        if (_toReceive.Stop() && _toSend.Stop() && isWhole && keepsOpen && !_isAborted)
        {
            IsReused = true;
            pool.Return(this);
        }
        else
        {
            pool.Discard(this);
        }
    }
}
