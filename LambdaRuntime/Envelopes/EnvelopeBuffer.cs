using System.Buffers;

namespace LambdaRuntime;

/// <summary>Bytes in a pooled array that grows. Dispose it once and use <see cref="Written"/> no longer.</summary>
public sealed class EnvelopeBuffer : IBufferWriter<byte>, IDisposable
{
    private const int InitialLength = 4096;

    private byte[] _array = ArrayPool<byte>.Shared.Rent(InitialLength);
    private int _length;

    /// <summary>What has been written so far.</summary>
    public ReadOnlyMemory<byte> Written => _array.AsMemory(0, _length);

    /// <summary>The same, to be filled in afterwards: what stands in a header may only be known at the end.</summary>
    internal Span<byte> WrittenSpan => _array.AsSpan(0, _length);

    /// <inheritdoc/>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(_array.Length - _length), nameof(count));
        _length += count;
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        var needed = Math.Max(sizeHint, 1);
        if (_array.Length - _length < needed)
            Grow(needed);
        return _array.AsMemory(_length);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>Forgets what was written, and the array if it has grown beyond what is needed most of the time.</summary>
    internal void Clear(int kept)
    {
        _length = 0;
        if (_array.Length <= kept)
            return;
        ArrayPool<byte>.Shared.Return(_array);
        _array = ArrayPool<byte>.Shared.Rent(InitialLength);
    }

    /// <summary>Forgets what was written after the first so many bytes.</summary>
    internal void Truncate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)length, (uint)_length, nameof(length));
        _length = length;
    }

    /// <summary>Returns the array to the pool.</summary>
    public void Dispose()
    {
        var array = Interlocked.Exchange(ref _array, []);
        _length = 0;
        if (array.Length > 0)
            ArrayPool<byte>.Shared.Return(array);
    }

    // At least doubled, so that all copies together cost no more than the final length
    private void Grow(int needed)
    {
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Math.Max((long)_length + needed, 2L * _array.Length), Array.MaxLength));
        _array.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_array);
        _array = larger;
    }
}
