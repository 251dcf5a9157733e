using System.Text.Json;
using LambdaRuntime.Frames;

namespace LambdaRuntime;

/// <summary>Sends the answer of one exchange, no more of its body than was granted.</summary>
internal sealed class ResponseSender(FrameServer server, Exchange exchange)
{
    private readonly Lock _gate = new();
    private LambdaResponse? _head;
    private int _status;
    private Observation? _observation;
    private ReadOnlyMemory<byte> _rest;
    private int _credit = FrameLimits.InitialCredit;
    private TaskCompletionSource? _waiting;

    /// <summary>Writes the answer; what has to wait for credit goes out when it comes.</summary>
    public void SendWhole(LambdaResponse response, Observation? observation)
    {
        lock (_gate)
        {
            if (exchange.IsOver)
                return;
            SetHead(response, observation);
            var taken = Write(response.Body.Span, isEnd: true);
            _rest = response.Body[taken..];
            if (!_rest.IsEmpty)
                server.Exchanges.Add(exchange);
        }
    }

    /// <summary>An answer whose body is yet to be written; its head goes out with the first bytes.</summary>
    public ResponseBodyStream Begin(LambdaResponse response, Observation? observation)
    {
        SetHead(response, observation);
        return new(this);
    }

    /// <summary>Writes as much as may be sent now.</summary>
    /// <returns>Null when that was all of it, else what to wait for.</returns>
    /// <exception cref="OperationCanceledException">Nobody waits for the answer any more.</exception>
    public Task? Send(ReadOnlySpan<byte> bytes, bool isEnd, out int taken)
    {
        lock (_gate)
        {
            if (exchange.IsOver)
                throw new OperationCanceledException("Nobody waits for the answer any more.");
            taken = Write(bytes, isEnd);
            if (taken == bytes.Length)
                return null;
            return (_waiting ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    public void Flush() => exchange.Flush();

    /// <summary>The body could not be written.</summary>
    /// <param name="failure">The answer, if nothing of another one has been sent.</param>
    public void Fail(LambdaResponse failure)
    {
        lock (_gate)
        {
            if (exchange.IsOver)
                return;
            if (_head is not null)
            {
                SetHead(_observation?.Time(failure) ?? failure, _observation);
                Write(failure.Body.Span, isEnd: true);
                return;
            }

            _observation?.End(_status);
            lock (server.Output.Gate)
                FrameWriter.WriteCancel(server.Output.Pending, exchange.Stream, CancelCode.HandlerFailed);
            exchange.TryEnd();
        }
    }

    /// <summary>False when it is more than can be counted.</summary>
    public bool TakeCredit(uint bytes)
    {
        TaskCompletionSource? waiting;
        lock (_gate)
        {
            if (bytes == 0 || bytes > int.MaxValue - _credit)
                return false;
            _credit += (int)bytes;
            if (!_rest.IsEmpty && !exchange.IsOver)
                _rest = _rest[Write(_rest.Span, isEnd: true)..];
            (waiting, _waiting) = (_waiting, null);
        }

        waiting?.TrySetResult();
        return true;
    }

    /// <summary>The exchange is over: lets go who waits for credit.</summary>
    public void BreakOff()
    {
        lock (_gate)
        {
            _observation?.End(_status);
            _waiting?.TrySetResult();
        }
    }

    private void SetHead(LambdaResponse response, Observation? observation)
    {
        _head = response;
        _status = response.Status;
        _observation = observation;
    }

    private static LambdaResponse Illegal =>
        LambdaResponse.Problem(500, "The lambda failed", "Its response cannot be sent; see its standard error.");

    // How many bytes were taken. Under the lock
    private int Write(ReadOnlySpan<byte> bytes, bool isEnd)
    {
        var count = Math.Min(bytes.Length, _credit);
        isEnd &= count == bytes.Length;
        using var spans = isEnd ? EndObservation() : null;
        bool isLegal;
        lock (server.Output.Gate)
            isLegal = TryWriteFrames(server.Output.Pending, bytes[..count], isEnd, spans);
        _credit -= count;
        if (isEnd || !isLegal)
            exchange.TryEnd();
        if (isLegal)
            return count;
        StandardError.Write("A response cannot be sent: its status is not 200 to 599, a header has no name, or its headers are longer than 1 MiB.");
        return bytes.Length;
    }

    private bool TryWriteFrames(EnvelopeBuffer output, ReadOnlySpan<byte> bytes, bool isEnd, EnvelopeBuffer? spans)
    {
        if (spans is not null)
            FrameWriter.WriteSpans(output, exchange.Stream, spans.Written.Span);
        if (_head is { } head)
        {
            _head = null;
            var first = bytes[..Math.Min(bytes.Length, FrameLimits.MaxData)];
            bytes = bytes[first.Length..];
            if (!TryWriteHead(output, head, first, isEnd && bytes.IsEmpty))
            {
                TryWriteHead(output, Illegal, Illegal.Body.Span, isEnd: true);
                return false;
            }
        }
        else if (bytes.IsEmpty && isEnd)
        {
            FrameWriter.WriteData(output, exchange.Stream, [], isEnd: true);
        }

        while (!bytes.IsEmpty)
        {
            var next = bytes[..Math.Min(bytes.Length, FrameLimits.MaxData)];
            bytes = bytes[next.Length..];
            FrameWriter.WriteData(output, exchange.Stream, next, isEnd && bytes.IsEmpty);
        }

        return true;
    }

    private bool TryWriteHead(EnvelopeBuffer output, LambdaResponse response, ReadOnlySpan<byte> body, bool isEnd)
    {
        if (!ResponseHead.IsStatus(response.Status))
            return false;
        var head = HeadWriter.Response(output, exchange.Stream, response.Status);
        foreach (var (name, value) in response.Headers)
            head.Field(name, value);
        return head.TryEnd(body, isEnd);
    }

    // Null when there are no spans to be sent, or more than may be
    private EnvelopeBuffer? EndObservation()
    {
        _observation?.End(_status);
        if (_observation is not { HasSpans: true })
            return null;
        var spans = new EnvelopeBuffer();
        using (var json = new Utf8JsonWriter(spans, JsonText.WriterOptions))
            _observation.WriteSpans(json);
        if (spans.Written.Length <= FrameLimits.MaxSpans)
            return spans;
        spans.Dispose();
        return null;
    }
}
