using System.IO.Pipelines;
using System.Runtime.Versioning;
using System.Threading.Tasks.Sources;

namespace LocalLambdas.Sockets.Linux;

/// <summary>
/// What is written to a connection. It is sent by whoever flushes, at once and on the same thread; what the client has no room for yet is
/// sent on the loop's thread, and the flush waits for it: so more than one flush of bytes is never held for a client that does not read.
/// </summary>
/// <param name="watchWritable">Says whether to be told when the socket can be written.</param>
[SupportedOSPlatform("linux")]
internal sealed class SocketOutput(Descriptor socket, Action<bool> watchWritable) : PipeWriter, IValueTaskSource<FlushResult>
{
    private readonly SendQueue _queue = new();
    private readonly Lock _gate = new();
    private ManualResetValueTaskSourceCore<FlushResult> _source;
    private CancellationTokenRegistration _registration;
    private TaskCompletionSource? _pending;
    private bool _isWaiting;
    private bool _isCancelled;
    private volatile bool _isGone;

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _queue.Bytes;

    /// <summary>The socket can be written, or never again. Called on the loop's thread, where whoever waits goes on.</summary>
    public void OnWritable()
    {
        lock (_gate)
        {
            if (!_isWaiting) return;
            if (!_isGone && Send() is SendOutcome.Waits) return;
            _isWaiting = false;
        }

        if (!_isGone) watchWritable(false);
        End(new(isCanceled: false, _isGone), null, asynchronously: false);
    }

    /// <summary>Nothing can be sent any more, and nobody waits for it.</summary>
    public void Abort()
    {
        _isGone = true;
        if (TryTakeWait()) End(new(isCanceled: false, isCompleted: true), null, asynchronously: true);
    }

    public override Memory<byte> GetMemory(int sizeHint = 0) => _queue.Room(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => _queue.Room(sizeHint).Span;

    public override void Advance(int bytes) => _queue.Advance(bytes);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        var waits = !_isGone && Send() is SendOutcome.Waits;

        // Nobody gets it any more, and who does not look at the result goes on writing.
        if (_isGone) _queue.Clear();
        if (_isCancelled) return new(Cancelled());
        if (!waits) return new(new FlushResult(isCanceled: false, _isGone));
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<FlushResult>(cancellationToken);
        return WaitAsync(cancellationToken);
    }

    public override void CancelPendingFlush()
    {
        if (TryTakeWait()) End(new(isCanceled: true, _isGone), null, asynchronously: true);
        else _isCancelled = true;
    }

    /// <summary>What is not flushed is not lost: <see cref="FinishAsync"/> sends it.</summary>
    public override void Complete(Exception? exception = null)
    {
    }

    /// <summary>Nobody writes any more: returns when all is sent, or cannot be.</summary>
    public async ValueTask FinishAsync()
    {
        Task? pending;
        lock (_gate) pending = _isWaiting ? (_pending = new(TaskCreationOptions.RunContinuationsAsynchronously)).Task : null;
        if (pending is not null) await pending.ConfigureAwait(false);
        while (!_isGone && _queue.Bytes > 0) await FlushAsync().ConfigureAwait(false);
        _queue.Clear();
    }

    FlushResult IValueTaskSource<FlushResult>.GetResult(short token)
    {
        _registration.Dispose();
        _registration = default;
        return _source.GetResult(token);
    }

    ValueTaskSourceStatus IValueTaskSource<FlushResult>.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource<FlushResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    private SendOutcome Send()
    {
        var outcome = _queue.Send(socket);
        if (outcome is SendOutcome.Fails) _isGone = true;
        return outcome;
    }

    private ValueTask<FlushResult> WaitAsync(CancellationToken cancellationToken)
    {
        _source.Reset();
        ValueTask<FlushResult> flush = new(this, _source.Version);
        lock (_gate) _isWaiting = true;
        watchWritable(true);
        if (_isGone && TryTakeWait()) End(new(isCanceled: false, isCompleted: true), null, asynchronously: true);
        if (cancellationToken.CanBeCanceled) _registration = cancellationToken.UnsafeRegister(static (state, token) => ((SocketOutput)state!).Withdraw(token), this);
        return flush;
    }

    private FlushResult Cancelled()
    {
        _isCancelled = false;
        return new(isCanceled: true, _isGone);
    }

    private bool TryTakeWait()
    {
        lock (_gate)
        {
            if (!_isWaiting) return false;
            _isWaiting = false;
            return true;
        }
    }

    private void Withdraw(CancellationToken cancellationToken)
    {
        if (TryTakeWait()) End(default, new OperationCanceledException(cancellationToken), asynchronously: true);
    }

    private void End(FlushResult result, Exception? failure, bool asynchronously)
    {
        _source.RunContinuationsAsynchronously = asynchronously;
        if (failure is null) _source.SetResult(result);
        else _source.SetException(failure);
        _pending?.TrySetResult();
    }
}
