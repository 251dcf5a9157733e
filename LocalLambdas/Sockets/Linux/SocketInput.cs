using System.Buffers;
using System.ComponentModel;
using System.IO.Pipelines;
using System.Runtime.Versioning;
using System.Threading.Tasks.Sources;
using Microsoft.AspNetCore.Connections;

namespace LocalLambdas.Sockets.Linux;

/// <summary>
/// What is read from a connection. Nothing is received before somebody wants it: what nobody reads stays with the kernel, which lets the client
/// send no more then.
/// </summary>
/// <param name="onEnd">Called when all has been received that the client will ever send.</param>
[SupportedOSPlatform("linux")]
internal sealed class SocketInput(Descriptor socket, Action onEnd) : PipeReader, IValueTaskSource<ReadResult>
{
    // Less is not worth a call.
    private const int LeastRoom = 512;

    private ManualResetValueTaskSourceCore<ReadResult> _source;
    private CancellationTokenRegistration _registration;
    private CancellationToken _token;
    private Segment? _first;
    private Segment? _last;
    private int _begin;
    private bool _hasNews;
    private bool _wasFull;
    private bool _isEnded;
    private int _error;

    // What follows is written by one thread and read by another.
    private ReceiveGate _gate;
    private int _isCancelled;
    private volatile Exception? _abortReason;

    /// <summary>The socket can be read. Called on the loop's thread, where whoever waits goes on.</summary>
    /// <param name="isHungUp">Nothing follows what can be read now.</param>
    public void OnReadable(bool isHungUp)
    {
        _gate.Readable(isHungUp);
        while (_gate.TryTakeWait())
        {
            if (TryGet(out var result, out var failure))
            {
                End(result, failure, asynchronously: false);
                return;
            }

            // It was cancelled while the wait was held here, so that Withdraw found none.
            if (_token.IsCancellationRequested)
            {
                End(default, new OperationCanceledException(_token), asynchronously: true);
                return;
            }

            if (Wait()) return;
        }
    }

    /// <summary>Whoever reads, or will, gets the exception.</summary>
    public void Abort(Exception reason)
    {
        _abortReason = reason;
        if (_gate.TryTakeWait()) End(default, reason, asynchronously: true);
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            if (TryGet(out var result, out var failure)) return failure is null ? new(result) : ValueTask.FromException<ReadResult>(failure);
            if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<ReadResult>(cancellationToken);
            _source.Reset();
            _token = cancellationToken;
            var version = _source.Version;
            if (!Wait() && _gate.TryTakeWait()) continue;
            if (cancellationToken.CanBeCanceled) _registration = cancellationToken.UnsafeRegister(static (state, token) => ((SocketInput)state!).Withdraw(token), this);
            return new(this, version);
        }
    }

    public override bool TryRead(out ReadResult result)
    {
        if (!TryGet(out result, out var failure)) return false;
        return failure is null ? true : throw failure;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        // Then the read had nothing to give.
        if (_last is null) return;
        _hasNews = examined.GetObject() != _last || examined.GetInteger() < _last.End;
        var until = (Segment?)consumed.GetObject();
        while (_first != until) Drop();
        _begin = consumed.GetInteger();
        while (_first is not null && _begin == _first.End)
        {
            Drop();
            _begin = 0;
        }
    }

    public override void CancelPendingRead()
    {
        Interlocked.Exchange(ref _isCancelled, 1);
        if (!_gate.TryTakeWait()) return;
        Interlocked.Exchange(ref _isCancelled, 0);
        End(new(Buffer(), isCanceled: true, _isEnded), null, asynchronously: true);
    }

    public override void Complete(Exception? exception = null)
    {
        Abort(new InvalidOperationException("Nothing is read after the end of reading."));
        while (_first is not null) Drop();
    }

    ReadResult IValueTaskSource<ReadResult>.GetResult(short token)
    {
        _registration.Dispose();
        _registration = default;
        return _source.GetResult(token);
    }

    ValueTaskSourceStatus IValueTaskSource<ReadResult>.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource<ReadResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    private bool TryGet(out ReadResult result, out Exception? failure)
    {
        failure = _abortReason;
        result = default;
        if (failure is not null) return true;
        var isCancelled = _isCancelled != 0 && Interlocked.Exchange(ref _isCancelled, 0) != 0;
        if (!isCancelled && !_hasNews && !_isEnded && !TryReceive()) return false;
        if (_error != 0) failure = _abortReason ?? new ConnectionResetException(new Win32Exception(_error).Message);
        result = new(Buffer(), isCancelled, _isEnded);
        return true;
    }

    /// <returns>Whether there is something new: bytes, or the end.</returns>
    private bool TryReceive()
    {
        if (!_gate.IsReadable) return false;
        var room = Room();
        var received = _gate.Receive(socket, room);
        if (received > 0)
        {
            _last!.End += received;
            _hasNews = true;
            _wasFull = received == room.Length;

            // Who got all that was asked for reads no more, and would not find the end.
            if (_gate.IsHungUp && socket.Peek() is not > 0) onEnd();
            return true;
        }

        if (_first == _last && _last!.End == 0) Drop();
        if (received is LinuxSocket.WouldBlock) return false;
        _isEnded = true;
        _error = -received;
        onEnd();
        return true;
    }

    private Span<byte> Room()
    {
        if (_last is null)
        {
            _first = _last = Take();
            _begin = 0;
        }
        else if (_last.Room.Length < LeastRoom)
        {
            var segment = Take();
            _last.Append(segment);
            _last = segment;
        }

        return _last.Room;
    }

    private Segment Take() => SegmentPool.Instance.Take(_wasFull ? SegmentPool.LargeBytes : SegmentPool.SmallBytes);

    private ReadOnlySequence<byte> Buffer() => _first is null ? default : new(_first, _begin, _last!, _last!.End);

    private void Drop()
    {
        var first = _first!;
        _first = first.Following;
        if (_first is null) _last = null;
        first.Return();
    }

    /// <returns>False if there is something to read already: then whoever takes the wait looks again.</returns>
    private bool Wait() => _gate.Wait() && _isCancelled == 0 && _abortReason is null && !_token.IsCancellationRequested;

    private void Withdraw(CancellationToken cancellationToken)
    {
        if (_gate.TryTakeWait()) End(default, new OperationCanceledException(cancellationToken), asynchronously: true);
    }

    private void End(in ReadResult result, Exception? failure, bool asynchronously)
    {
        _source.RunContinuationsAsynchronously = asynchronously;
        if (failure is null) _source.SetResult(result);
        else _source.SetException(failure);
    }
}
