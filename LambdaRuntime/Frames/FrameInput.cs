namespace LambdaRuntime.Frames;

/// <summary>Makes frames of bytes that come in pieces of any size. Holds what one frame needs.</summary>
/// <param name="capacity">To begin with.</param>
internal sealed class FrameInput(int capacity = FrameInput.DefaultCapacity)
{
    public const int DefaultCapacity = 16 * 1024;

    // What a stream of full DATA frames needs is kept; what a rare long head needs is not
    private const int MaxKept = FrameHeader.Size + FrameLimits.MaxData;
    private const int LeastFreePart = 4;

    private byte[] _buffer = new byte[capacity];
    private int _start;
    private int _end;

    /// <summary>Bytes that came and are not yet read.</summary>
    public int Length => _end - _start;

    /// <summary>Where the next bytes go; never empty. What was read before is no longer valid.</summary>
    public Memory<byte> Free()
    {
        MakeRoom(Needed());
        return _buffer.AsMemory(_end);
    }

    /// <summary>So many bytes have come.</summary>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(_buffer.Length - _end), nameof(count));
        _end += count;
    }

    /// <summary>The next frame, if all of it has come. Once there was an error, nothing that follows means anything.</summary>
    /// <param name="payload">Valid until <see cref="Free"/>.</param>
    public bool TryRead(out FrameHeader header, out ReadOnlyMemory<byte> payload, out FrameError error)
    {
        payload = default;
        header = default;
        error = FrameError.None;
        if (Length < FrameHeader.Size)
            return false;
        error = FrameHeader.Read(_buffer.AsSpan(_start), out header);
        if (error != FrameError.None || Length - FrameHeader.Size < header.Length)
            return false;
        payload = _buffer.AsMemory(_start + FrameHeader.Size, header.Length);
        _start += FrameHeader.Size + header.Length;
        return true;
    }

    // Of the frame that has begun; an illegal one needs nothing more
    private int Needed() =>
        Length >= FrameHeader.Size && FrameHeader.Read(_buffer.AsSpan(_start), out var header) == FrameError.None
            ? FrameHeader.Size + header.Length
            : FrameHeader.Size;

    private void MakeRoom(int needed)
    {
        var length = Length;
        if (length == 0)
            _start = _end = 0;
        if (needed > _buffer.Length || (_buffer.Length > MaxKept && Math.Max(needed, length) <= MaxKept))
            MoveTo(new byte[Math.Max(needed, Math.Min(2 * _buffer.Length, MaxKept))]);
        else if (_start > 0 && _buffer.Length - _end < Math.Max(needed - length, _buffer.Length / LeastFreePart))
            MoveTo(_buffer);
    }

    private void MoveTo(byte[] buffer)
    {
        var length = Length;
        _buffer.AsSpan(_start, length).CopyTo(buffer);
        _buffer = buffer;
        _start = 0;
        _end = length;
    }
}
