using System.Buffers;
using System.Buffers.Binary;
using System.Net.Sockets;
using System.Security.Cryptography;
using LambdaRuntime.Frames;
using LocalLambdas.Lambdas;
using LocalLambdas.Messages;
using LocalLambdas.Telemetry;

namespace LocalLambdas.Transports.Frames;

/// <summary>
/// The one connection to a process, with all its streams. One loop reads; what it has read of a batch is delivered when the batch has been
/// taken apart, on the thread that read it: nobody who waits for an answer may block there.
/// </summary>
internal sealed class FrameConnection : IDisposable
{
    private const int MostSpare = 256;

    private readonly Lock _gate = new();
    private readonly Dictionary<uint, FrameExchange> _exchanges = [];
    private readonly Stack<FrameExchange> _spare = new();
    private readonly List<FrameExchange> _batch = [];
    private readonly List<FrameExchange> _delivered = [];
    private readonly FrameInput _input = new();
    private readonly HeadStrings _strings = new();
    private readonly TaskCompletionSource _hello = new();
    private readonly Stream _wire;
    private readonly FrameSettings _settings;
    private readonly StartRecord _start;
    private readonly FrameTimeouts _timeouts;
    private uint _lastId;
    private bool _hasHello;
    private bool _takesNoMore;
    private bool _isDeaf;
    private TransportException? _end;

    public FrameConnection(Stream wire, FrameSettings settings, StartRecord start)
    {
        _wire = wire;
        _settings = settings;
        _start = start;
        Output = new(wire, _gate, StopWriting);
        _timeouts = new(settings.RequestTimeout, _gate, _exchanges, GiveUp);
    }

    public FrameOutput Output { get; }

    /// <summary>Completes when the lambda has said that it is ready; fails with a <see cref="TransportException"/> if it says something else.</summary>
    public Task Hello => _hello.Task;

    public void Begin() => _ = ReadAsync();

    /// <summary>Sends a request, with its body if that is held and fits.</summary>
    /// <param name="isWhole">False: the body follows, and who sends it takes care that the head goes too.</param>
    /// <exception cref="TransportException">The lambda takes no more requests: it has not seen this one.</exception>
    public FrameExchange Open(LambdaRequest request, InvokeTimeline? times, bool isWhole)
    {
        FrameExchange exchange;
        lock (_gate)
        {
            if (_end is not null || _isDeaf || _takesNoMore || _lastId is uint.MaxValue)
            {
                throw new TransportException(TransportError.Connect, _takesNoMore ? "The lambda takes no more requests." : "The lambda has closed its channel.");
            }

            exchange = _spare.TryPop(out var spare) ? spare : new(this);
            exchange.Begin(++_lastId, request.Method is "HEAD", times, Environment.TickCount64);
            var head = HeadWriter.Request(Output.Buffer, exchange.Id, request.Method, request.Uri);
            foreach (var (name, value) in request.HeadersWithin(times?.Activity)) head.Field(name, ObsText.ToText(value));
            if (!head.TryEnd(isWhole ? request.Body.Held.Span : default, isEnd: isWhole))
            {
                throw new Forwarding.ForwardException(Forwarding.ForwardError.HeaderTooLarge, "With what the proxy adds the header has more than 1 MiB.");
            }

            _exchanges.Add(exchange.Id, exchange);
            _timeouts.Watch();
        }

        if (isWhole) Output.Flush();
        return exchange;
    }

    /// <summary>Sends what the lambda takes of it now, in one frame at most.</summary>
    /// <returns>How many bytes; 0 if it is to be tried again after <see cref="WaitToSendAsync"/>, -1 if the stream is over.</returns>
    public int SendData(FrameExchange exchange, ReadOnlySequence<byte> bytes, bool isEnd)
    {
        int count;
        lock (_gate)
        {
            if (exchange.IsOver) return -1;
            count = Output.IsFull ? 0 : (int)Math.Min(Math.Min(bytes.Length, FrameLimits.MaxData), exchange.MayBeSent);
            if (count > 0 || (isEnd && bytes.IsEmpty))
            {
                var isLast = isEnd && count == bytes.Length;
                var frame = Output.Buffer.GetSpan(FrameHeader.Size + count);
                new FrameHeader(count, exchange.Id, FrameType.Data, isLast ? FrameFlags.End : FrameFlags.None).Write(frame);
                bytes.Slice(0, count).CopyTo(frame[FrameHeader.Size..]);
                Output.Buffer.Advance(FrameHeader.Size + count);
                exchange.Sent(count);
                exchange.Progress(Environment.TickCount64);
            }
        }

        Output.Flush();
        return count;
    }

    /// <summary>Completes when there is credit and room again, when there may be, or when the stream is over.</summary>
    public Task WaitToSendAsync(FrameExchange exchange)
    {
        lock (_gate)
        {
            if (exchange.IsOver) return Task.CompletedTask;
            if (Output.IsFull) return Task.WhenAny(Output.RoomAsync(), exchange.SignalAsync());
            return exchange.MayBeSent > 0 ? Task.CompletedTask : exchange.SignalAsync();
        }
    }

    public void ClientIsAwaited(FrameExchange exchange, bool awaited)
    {
        lock (_gate)
        {
            exchange.IsClientAwaited = awaited;
            exchange.Progress(Environment.TickCount64);
        }

        if (awaited) Output.Flush();
    }

    public void ReaderWaits(FrameExchange exchange, bool waits)
    {
        lock (_gate) exchange.ReaderWaits(waits, Environment.TickCount64);
    }

    /// <summary>So many bytes of the answer have been passed on.</summary>
    public void Consumed(FrameExchange exchange, int bytes)
    {
        lock (_gate)
        {
            var granted = exchange.Consumed(bytes);
            if (granted is 0) return;
            FrameWriter.WriteCredit(Output.Buffer, exchange.Id, (uint)granted);
        }

        Output.Flush();
    }

    /// <summary>Ends a stream from this side.</summary>
    /// <param name="id">The exchange may carry another request by now.</param>
    public void GiveUp(FrameExchange exchange, uint id, CancelCode code, Exception reason)
    {
        bool isMine;
        lock (_gate)
        {
            if (exchange.IsOver || exchange.Id != id) return;
            exchange.Fail(reason);
            Remove(exchange, code);
            isMine = exchange.TryDeliver();
        }

        Output.Flush();
        if (isMine) exchange.Complete();
    }

    /// <summary>Nobody reads the rest of the answer any more.</summary>
    public void GiveUpRest(FrameExchange exchange)
    {
        lock (_gate)
        {
            if (exchange.IsOver) return;
            exchange.EndStream();
            Remove(exchange, exchange.IsCallerGone ? CancelCode.CallerGone : CancelCode.NotWanted);
        }

        Output.Flush();
    }

    public void Answered() => _start.Answered();

    public void Return(FrameExchange exchange)
    {
        exchange.Reset();
        lock (_gate)
        {
            if (_spare.Count < MostSpare) _spare.Push(exchange);
        }
    }

    public void Dispose()
    {
        _wire.Dispose();
        _timeouts.Dispose();
    }

    private async Task ReadAsync()
    {
        TransportException end;
        try
        {
            while (true)
            {
                var read = await _wire.ReadAsync(_input.Free(), CancellationToken.None).ConfigureAwait(false);
                if (read is 0)
                {
                    end = new(TransportError.NoAnswer, "The lambda closed its channel.");
                    break;
                }

                _input.Advance(read);
                var error = TakeBatch(out var last);
                Deliver();
                if (error is FrameError.None) continue;
                end = new(TransportError.BadFrame, IllegalFrame.Describe(error, last));
                _settings.OnIllegalFrame(end.Message);
                break;
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException)
        {
            end = new(TransportError.NoAnswer, "The lambda closed its channel.", exception);
        }

        End(end);
        _wire.Dispose();
    }

    private FrameError TakeBatch(out FrameHeader last)
    {
        lock (_gate)
        {
            var now = Environment.TickCount64;
            FrameError error;
            while (_input.TryRead(out last, out var payload, out error))
            {
                error = Take(last, payload.Span, now);
                if (error is not FrameError.None) break;
            }

            // What has come of an answer until here goes out in one piece; the rest of it will follow, unless the connection ends here.
            foreach (var exchange in _batch)
            {
                if ((error is FrameError.None || exchange.IsOver) && exchange.TryDeliver()) _delivered.Add(exchange);
            }

            _batch.Clear();
            return error;
        }
    }

    private void Deliver()
    {
        if (_hasHello && !_hello.Task.IsCompleted) _hello.TrySetResult();
        foreach (var exchange in _delivered) exchange.Complete();
        _delivered.Clear();
        Output.Flush();
    }

    private FrameError Take(FrameHeader header, ReadOnlySpan<byte> payload, long now)
    {
        if (header.Type is FrameType.Hello) return TakeHello(payload);
        if (!_hasHello) return FrameError.BadHello;
        if (header.Type is FrameType.Request) return FrameError.OutOfOrder;
        if (header.Type is FrameType.GoAway) return TakeGoAway(BinaryPrimitives.ReadUInt32LittleEndian(payload));

        if (header.Stream > _lastId) return FrameError.WrongStream;

        // On a stream that is over a frame may have crossed the end.
        return _exchanges.TryGetValue(header.Stream, out var exchange) ? Take(exchange, header, payload, now) : FrameError.None;
    }

    private FrameError Take(FrameExchange exchange, FrameHeader header, ReadOnlySpan<byte> payload, long now)
    {
        exchange.Progress(now);
        var error = FrameError.None;
        switch (header.Type)
        {
            case FrameType.Response:
                error = exchange.TakeResponse(payload, header.IsEnd, _strings);
                if (error is FrameError.None) _batch.Add(exchange);
                break;
            case FrameType.Data:
                error = exchange.TakeData(payload, header.IsEnd);
                break;
            case FrameType.Credit:
                error = exchange.TakeCredit(BinaryPrimitives.ReadUInt32LittleEndian(payload));
                break;
            case FrameType.Cancel:
                exchange.TakeCancel();
                if (!exchange.IsDelivered) _batch.Add(exchange);
                break;
            case FrameType.Spans:
                exchange.TakeSpans(payload);
                break;
        }

        if (exchange.IsOver) Remove(exchange, exchange.Refused);
        return error;
    }

    private FrameError TakeGoAway(uint last)
    {
        if (_takesNoMore) return FrameError.OutOfOrder;
        _takesNoMore = true;

        // Who names more than was opened, as servers of HTTP/2 do that are about to close (RFC 9113, 6.8), has taken none of those.
        _settings.OnGoAway(Math.Min(last, _lastId));
        foreach (var exchange in _exchanges.Values.Where(exchange => exchange.Id > last).ToArray())
        {
            if (exchange.HasHead) return FrameError.OutOfOrder;
            exchange.Fail(new TransportException(TransportError.Connect, "The lambda takes no more requests."));
            Remove(exchange, null);
            _batch.Add(exchange);
        }

        return FrameError.None;
    }

    private FrameError TakeHello(ReadOnlySpan<byte> payload)
    {
        if (_hasHello) return FrameError.BadHello;
        var error = LambdaRuntime.Frames.Hello.Read(payload, out var hello);
        if (error is not FrameError.None) return error;
        if (!CryptographicOperations.FixedTimeEquals(hello.Token, _settings.Token.Span)) return FrameError.BadHello;
        _hasHello = true;
        if (StartupTimes.TryRead(hello.RuntimeStartedUnixNano, hello.AcceptingUnixNano, out var times)) _start.Reported(times);
        return FrameError.None;
    }

    private void Remove(FrameExchange exchange, CancelCode? told)
    {
        _exchanges.Remove(exchange.Id);
        if (told is { } code) FrameWriter.WriteCancel(Output.Buffer, exchange.Id, code);
    }

    private static TransportException BrokenOff(TransportException end) => new(TransportError.ConnectionLost, end.Message, end);

    // Answers may still be there to be read: the reader finds the end.
    private void StopWriting()
    {
        lock (_gate)
        {
            _isDeaf = true;
            Output.End();
        }
    }

    private void End(TransportException end)
    {
        FrameExchange[] left;
        lock (_gate)
        {
            if (_end is not null) return;
            _end = end;
            Output.End();
            left = [.. _exchanges.Values];
            _exchanges.Clear();
            foreach (var exchange in left) exchange.Fail(exchange.IsDelivered && end.Error is TransportError.NoAnswer ? BrokenOff(end) : end);
            left = [.. left.Where(static exchange => exchange.TryDeliver())];
        }

        foreach (var exchange in left) exchange.Complete();
        if (end.Error is not TransportError.BadFrame || !_hello.TrySetException(end)) return;

        // Nobody may be waiting any more; without this it would count as unobserved.
        _ = _hello.Task.Exception;
    }
}
