using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using LocalLambdas.Forwarding;
using LocalLambdas.Messages;

namespace LocalLambdas.Transports.Http;

/// <summary>Sends a request whose body does not fit behind its head, while the answer may already come.</summary>
[SuppressMessage("Reliability", "CA1001", Justification =
    "Who stops it may do so after its end; a source of cancellation without timer and wait handle holds nothing to release.")]
internal sealed class RequestBodySender
{
    private const int MostBytesAtOnce = 64 * 1024;

    private readonly HttpWire _wire;
    private readonly RequestBuffer _buffer;
    private readonly RequestBody _body;
    private readonly HttpDeadline _deadline;
    private readonly bool _isChunked;
    private readonly CancellationTokenSource _stop = new();

    /// <param name="buffer">With the head.</param>
    /// <param name="deadline">For the service to take what is sent.</param>
    public RequestBodySender(HttpWire wire, RequestBuffer buffer, RequestBody body, HttpDeadline deadline)
    {
        _wire = wire;
        _buffer = buffer;
        _body = body;
        _deadline = deadline;
        _isChunked = body.Length is null;
    }

    /// <summary>What was wrong with the client's body; then the connection is aborted.</summary>
    public ForwardException? Failure { get; private set; }

    public bool HasSentAll { get; private set; }

    /// <summary>The client's body is read no further.</summary>
    public void Stop() => _stop.Cancel();

    /// <summary>Throws nothing: what a service does not take it may have answered already.</summary>
    public async Task RunAsync()
    {
        try
        {
            await (_body.IsHeld ? SendHeldAsync() : SendAsync()).ConfigureAwait(false);
            HasSentAll = true;
        }
        catch (ForwardException exception)
        {
            Failure = exception;
            _wire.Abort();
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The service has closed the connection, or nobody wants the answer any more. Who reads the answer sees which.
        }
        finally
        {
            _deadline.Stop();
        }
    }

    private async Task SendHeldAsync()
    {
        await FlushAsync().ConfigureAwait(false);
        _deadline.Start();
        await _wire.SendAsync(_body.Held).ConfigureAwait(false);
    }

    private async Task SendAsync()
    {
        var isLast = false;
        while (!isLast)
        {
            // What is there already goes with the head; what is not does not hold it up.
            var reading = _body.ReadAsync(_stop.Token).AsTask();
            if (!reading.IsCompleted) await FlushBesideAsync(reading).ConfigureAwait(false);
            var result = await reading.ConfigureAwait(false);
            var piece = result.Buffer.Slice(0, Math.Min(result.Buffer.Length, MostBytesAtOnce));
            isLast = result.IsCompleted && piece.Length == result.Buffer.Length;
            Append(piece, isLast);
            _body.AdvanceTo(piece.End);
            if (isLast || !_buffer.Written.IsEmpty) await FlushAsync().ConfigureAwait(false);
        }
    }

    // RFC 9112, 7.1. A chunk of no bytes would be the last one.
    private void Append(ReadOnlySequence<byte> piece, bool isLast)
    {
        if (!_isChunked)
        {
            _buffer.Append(piece);
            return;
        }

        if (!piece.IsEmpty)
        {
            _buffer.Append(piece.Length, "x");
            _buffer.Append("\r\n"u8);
            _buffer.Append(piece);
            _buffer.Append("\r\n"u8);
        }

        if (isLast) _buffer.Append("0\r\n\r\n"u8);
    }

    private async ValueTask FlushBesideAsync(Task reading)
    {
        try
        {
            await FlushAsync().ConfigureAwait(false);
        }
        catch
        {
            // Nobody else may have the client's body before this has ended.
            Stop();
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }

    private async ValueTask FlushAsync()
    {
        _deadline.Start();
        await _wire.SendAsync(_buffer.Written).ConfigureAwait(false);
        _deadline.Stop();
        _buffer.Clear();
    }
}
