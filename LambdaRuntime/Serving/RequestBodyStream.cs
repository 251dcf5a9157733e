using System.Buffers;
using LambdaRuntime.Frames;

namespace LambdaRuntime;

/// <summary>The body of a request, read while it comes. What has come and is not yet read is held; more than that is not granted.</summary>
internal sealed class RequestBodyStream(Exchange exchange) : BodyStream, IIncomingBody
{
    private readonly Lock _gate = new();
    private ReceiveWindow _window = new();
    private byte[] _buffer = [];
    private int _start;
    private int _length;
    private bool _isComplete;
    private bool _isBroken;
    private TaskCompletionSource? _waiting;

    public override bool CanRead => true;

    public override bool CanWrite => false;

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int count;
        while (TryRead(buffer, out count) is { } coming)
            coming.GetAwaiter().GetResult();
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count;
        while (TryRead(buffer.Span, out count) is { } coming)
            await coming.WaitAsync(cancellationToken).ConfigureAwait(false);
        return count;
    }

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public FrameError Take(ReadOnlySpan<byte> bytes, bool isEnd)
    {
        TaskCompletionSource? waiting;
        lock (_gate)
        {
            if (_isComplete)
                return FrameError.OutOfOrder;
            if (!_window.TryReceive(bytes.Length))
                return FrameError.BadCredit;
            if (!_isBroken)
                Append(bytes);
            _isComplete = isEnd;
            (waiting, _waiting) = (_waiting, null);
        }

        waiting?.TrySetResult();
        return FrameError.None;
    }

    public void BreakOff()
    {
        TaskCompletionSource? waiting;
        lock (_gate)
        {
            if (_isComplete && _length == 0)
                return;
            _isBroken = true;
            _isComplete = false;
            _length = 0;
            Release();
            (waiting, _waiting) = (_waiting, null);
        }

        waiting?.TrySetResult();
    }

    // Null when there is an answer, else what to wait for
    private Task? TryRead(Span<byte> buffer, out int count)
    {
        int granted;
        lock (_gate)
        {
            count = Math.Min(buffer.Length, _length);
            if (count == 0 && !buffer.IsEmpty && !_isComplete)
            {
                return _isBroken
                    ? throw new IOException("The request's body has broken off: its client has gone, or the answer is complete.")
                    : (_waiting ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }

            _buffer.AsSpan(_start, count).CopyTo(buffer);
            _start += count;
            _length -= count;
            granted = _isComplete ? 0 : _window.Consume(count);
            if (_length == 0 && _isComplete)
                Release();
        }

        if (granted > 0)
        {
            exchange.Grant(granted);
            exchange.Flush();
        }

        return null;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        var needed = _length + bytes.Length;
        if (needed > _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, Math.Min(2 * _buffer.Length, FrameLimits.InitialCredit)));
            _buffer.AsSpan(_start, _length).CopyTo(larger);
            Release();
            _buffer = larger;
        }
        else if (_start + needed > _buffer.Length)
        {
            _buffer.AsSpan(_start, _length).CopyTo(_buffer);
            _start = 0;
        }

        bytes.CopyTo(_buffer.AsSpan(_start + _length));
        _length = needed;
    }

    private void Release()
    {
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _start = 0;
    }
}
