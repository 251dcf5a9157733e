using System.Buffers;

namespace LambdaRuntime;

/// <summary>The body of an answer, sent while it is written. Small pieces are gathered until they are flushed.</summary>
internal sealed class ResponseBodyStream(ResponseSender sender) : BodyStream
{
    private const int Gathered = 32 * 1024;

    private byte[] _buffer = [];
    private int _length;

    public override bool CanRead => false;

    public override bool CanWrite => true;

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (TryGather(buffer))
            return;
        Send(_buffer.AsSpan(0, _length), isEnd: false);
        _length = 0;
        if (!TryGather(buffer))
            Send(buffer, isEnd: false);
        sender.Flush();
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (TryGather(buffer.Span))
            return;
        await SendAsync(_buffer.AsMemory(0, _length), isEnd: false, cancellationToken).ConfigureAwait(false);
        _length = 0;
        if (!TryGather(buffer.Span))
            await SendAsync(buffer, isEnd: false, cancellationToken).ConfigureAwait(false);
        sender.Flush();
    }

    public override void Flush()
    {
        Send(_buffer.AsSpan(0, _length), isEnd: false);
        _length = 0;
        sender.Flush();
    }

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        await SendAsync(_buffer.AsMemory(0, _length), isEnd: false, cancellationToken).ConfigureAwait(false);
        _length = 0;
        sender.Flush();
    }

    /// <summary>There is no more of it.</summary>
    public async ValueTask CompleteAsync()
    {
        await SendAsync(_buffer.AsMemory(0, _length), isEnd: true, CancellationToken.None).ConfigureAwait(false);
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _length = 0;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private bool TryGather(ReadOnlySpan<byte> bytes)
    {
        if (_length + bytes.Length > Gathered)
            return false;
        if (_buffer.Length == 0)
            _buffer = ArrayPool<byte>.Shared.Rent(Gathered);
        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
        return true;
    }

    private void Send(ReadOnlySpan<byte> bytes, bool isEnd)
    {
        while (sender.Send(bytes, isEnd, out var taken) is { } credit)
        {
            sender.Flush();
            bytes = bytes[taken..];
            credit.GetAwaiter().GetResult();
        }
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, bool isEnd, CancellationToken cancellationToken)
    {
        while (sender.Send(bytes.Span, isEnd, out var taken) is { } credit)
        {
            sender.Flush();
            bytes = bytes[taken..];
            await credit.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
