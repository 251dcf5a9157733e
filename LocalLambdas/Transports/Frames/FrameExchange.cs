using System.Threading.Tasks.Sources;
using LambdaRuntime.Frames;
using LocalLambdas.Messages;
using LocalLambdas.Telemetry;
using EnvelopeBuffer = LambdaRuntime.EnvelopeBuffer;

namespace LocalLambdas.Transports.Frames;

/// <summary>
/// One stream: a request, and what has come of its answer. Used again for another request when it was a simple one. All but the value task
/// source is used under the connection's gate.
/// </summary>
internal sealed class FrameExchange(FrameConnection connection) : IValueTaskSource<LambdaResponse>
{
    private ManualResetValueTaskSourceCore<LambdaResponse> _source;
    private CancellationTokenRegistration _registration;
    private CancellationToken _cancellationToken;
    private InvokeTimeline? _times;
    private KeyValuePair<string, string>[] _headers = [];
    private EnvelopeBuffer? _collected;
    private ReadOnlyMemory<byte> _body;
    private TaskCompletionSource? _signal;
    private LambdaResponse? _response;
    private Exception? _failure;
    private bool _isHead;
    private int _status;
    private long? _length;
    private long _received;
    private int _mayCome;
    private int _toGrant;
    private long _mayBeSent;
    private bool _isReaderWaiting;
    private long _progressAt;

    public uint Id { get; private set; }

    public bool HasHead { get; private set; }

    /// <summary>Nothing more comes or goes.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Somebody is about to complete it, or has.</summary>
    public bool IsDelivered { get; private set; }

    /// <summary>Sends the request's body, where that does not fit into one frame.</summary>
    public BodyPump? Pump { get; set; }

    /// <summary>The rest of the answer, once it was delivered without its end.</summary>
    public AnswerBody? Rest { get; private set; }

    /// <summary>The lambda is to be told that the stream is over.</summary>
    public CancelCode? Refused { get; private set; }

    /// <summary>The request's body is being waited for: that is not the lambda's time.</summary>
    public bool IsClientAwaited { get; set; }

    public bool IsCallerGone => _cancellationToken.IsCancellationRequested;

    public ValueTask<LambdaResponse> Task => new(this, _source.Version);

    /// <summary>How many more bytes of the request's body the lambda takes.</summary>
    public long MayBeSent => _mayBeSent;

    public void Begin(uint id, bool isHead, InvokeTimeline? times, long now)
    {
        Id = id;
        _isHead = isHead;
        _times = times;
        _progressAt = now;
        _mayCome = FrameLimits.InitialCredit;
        _mayBeSent = FrameLimits.InitialCredit;
    }

    /// <summary>Not under the gate.</summary>
    public void CancelWith(CancellationToken cancellationToken)
    {
        _cancellationToken = cancellationToken;
        _registration = cancellationToken.UnsafeRegister(static exchange => ((FrameExchange)exchange!).Cancel(), this);
    }

    public FrameError TakeResponse(ReadOnlySpan<byte> payload, bool isEnd, HeadStrings strings)
    {
        if (HasHead) return FrameError.OutOfOrder;
        var error = ResponseHead.Read(payload, out var head);
        if (error is not FrameError.None) return error;
        HasHead = true;
        _status = head.Status;
        if (!ResponseHeadReader.TryRead(head, strings, out _headers))
        {
            Refuse(new TransportException(TransportError.BadEnvelope, "The lambda's answer has a header that is not legal."), isEnd);
            return FrameError.None;
        }

        // With its first bytes there may be more already than it says.
        if (!isEnd || (_isHead && head.Body.IsEmpty)) _length = ResponseHeadReader.LengthIn(_status, _headers);
        return TakeBody(head.Body, isEnd);
    }

    public FrameError TakeData(ReadOnlySpan<byte> bytes, bool isEnd) => HasHead ? TakeBody(bytes, isEnd) : FrameError.OutOfOrder;

    public FrameError TakeCredit(uint bytes)
    {
        if (bytes is 0 || _mayBeSent + bytes > int.MaxValue) return FrameError.BadCredit;
        _mayBeSent += bytes;
        _signal?.TrySetResult();
        _signal = null;
        return FrameError.None;
    }

    public void TakeSpans(ReadOnlySpan<byte> json)
    {
        if (_times?.Activity is not null) _times.Take(json.ToArray());
    }

    public void TakeCancel() => Fail(new TransportException(
        TransportError.ConnectionLost, HasHead ? "The lambda gave up its answer." : "The lambda gave up the request."));

    public void Progress(long now) => _progressAt = now;

    /// <summary>The proxy has waited for the lambda for so long.</summary>
    public bool HasTimedOut(long now, long timeout) => !IsClientAwaited && (!IsDelivered || _isReaderWaiting) && now - _progressAt >= timeout;

    public void ReaderWaits(bool waits, long now)
    {
        _isReaderWaiting = waits;
        _progressAt = now;
    }

    public void Sent(int bytes) => _mayBeSent -= bytes;

    /// <summary>Completes with the next credit, or the end of the stream.</summary>
    public Task SignalAsync() => (_signal ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <returns>How much to grant; 0 for nothing yet.</returns>
    public int Consumed(int bytes)
    {
        _toGrant += bytes;
        if (IsOver || _toGrant < FrameLimits.MaxData) return 0;
        var granted = _toGrant;
        _toGrant = 0;
        _mayCome += granted;
        return granted;
    }

    /// <summary>The stream is over. Who waits for the answer is told when it is delivered; who reads its rest, at once.</summary>
    public void Fail(Exception failure)
    {
        if (IsOver) return;
        EndStream();
        if (IsDelivered) Rest?.Fail(failure);
        else _failure = failure;
    }

    public void EndStream()
    {
        IsOver = true;
        _signal?.TrySetResult();
        _signal = null;
    }

    /// <returns>Whether the caller has to complete it: only one gets true.</returns>
    public bool TryDeliver()
    {
        if (IsDelivered || !(HasHead || _failure is not null)) return false;
        IsDelivered = true;
        if (_failure is null) _response = Response();
        Recycle();
        return true;
    }

    /// <summary>Not under the gate: who waits goes on here and now.</summary>
    public void Complete()
    {
        if (_failure is not null) _source.SetException(_failure);
        else _source.SetResult(_response!);
    }

    public LambdaResponse GetResult(short token)
    {
        _registration.Dispose();
        var times = _times;
        var isSimple = Pump is null && Rest is null;
        try
        {
            var response = _source.GetResult(token);
            times?.ExchangeEnds();
            connection.Answered();
            return response;
        }
        finally
        {
            if (isSimple) connection.Return(this);
        }
    }

    public ValueTaskSourceStatus GetStatus(short token) => _source.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    public void Reset()
    {
        _source.Reset();
        _registration = default;
        _cancellationToken = default;
        _times = null;
        _headers = [];
        _body = default;
        _response = null;
        _failure = null;
        _length = null;
        _received = 0;
        _toGrant = 0;
        HasHead = false;
        _isReaderWaiting = false;
        IsOver = false;
        IsDelivered = false;
        Refused = null;
        IsClientAwaited = false;
    }

    private FrameError TakeBody(ReadOnlySpan<byte> bytes, bool isEnd)
    {
        _mayCome -= bytes.Length;
        _received += bytes.Length;
        if (_mayCome < 0) return FrameError.BadCredit;
        if (!_isHead && _length is { } length && (isEnd ? _received != length : _received > length))
        {
            Refuse(new TransportException(TransportError.ConnectionLost, "The lambda's answer is not as long as it says."), isEnd);
            return FrameError.None;
        }

        if (Rest is not null)
        {
            Rest.Take(bytes, isEnd);
        }
        else if (isEnd && _collected is null && _body.IsEmpty)
        {
            _body = bytes.ToArray();
        }
        else
        {
            _collected ??= new();
            bytes.CopyTo(_collected.GetSpan(bytes.Length));
            _collected.Advance(bytes.Length);
        }

        if (isEnd) EndStream();
        return FrameError.None;
    }

    private LambdaResponse Response()
    {
        if (_collected is not null) _body = _collected.Written.ToArray();
        if (IsOver) return new(_status, _headers, _body, _isHead ? BodyRest.Untransmitted(_length - _body.Length) : null);
        Rest = new(connection, this, _body.Length);
        return new(_status, _headers, _body, new BodyRest(Rest, _length - _body.Length));
    }

    private void Refuse(TransportException failure, bool isEnd)
    {
        Fail(failure);
        if (!isEnd) Refused = CancelCode.NotWanted;
    }

    private void Recycle()
    {
        _collected?.Dispose();
        _collected = null;
    }

    private void Cancel() => connection.GiveUp(this, Id, CancelCode.CallerGone, new OperationCanceledException(_cancellationToken));
}
