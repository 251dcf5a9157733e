using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Connections;

namespace LocalLambdas.Hosting;

/// <summary>
/// The memory that Kestrel receives into and sends from. Its own pool has blocks of 4 KiB, each of which costs a long body two calls of the
/// system; here they are larger while long bodies pass, and only then: others have no use for them.
/// </summary>
/// <param name="patience">So long after a piece of a body another one is expected.</param>
internal sealed class BlockPool(TimeSpan patience) : MemoryPool<byte>, IMemoryPoolFactory<byte>
{
    public const int SmallBytes = 4096;

    public const int LargeBytes = 32 * 1024;

    /// <summary>2 MiB. When more are wanted, those are small.</summary>
    public const int MostLarge = 64;

    private readonly ConcurrentQueue<Block> _small = new();
    private readonly ConcurrentQueue<Block> _large = new();
    private long _passesUntil = long.MinValue;
    private int _largeCount;

    public static BlockPool Instance { get; } = new(TimeSpan.FromMilliseconds(100));

    public override int MaxBufferSize => LargeBytes;

    /// <summary>A piece of a long body passes.</summary>
    public void BodyPasses() => Volatile.Write(ref _passesUntil, Environment.TickCount64 + (long)patience.TotalMilliseconds);

    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => this;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, LargeBytes);
        if (Volatile.Read(ref _largeCount) > 0 || Volatile.Read(ref _passesUntil) is not long.MinValue)
        {
            if (Environment.TickCount64 >= Volatile.Read(ref _passesUntil)) DropLarge();
            else if (TryRentLarge(out var large)) return large;
        }

        if (minBufferSize > SmallBytes) return new Block(null, minBufferSize);
        return _small.TryDequeue(out var small) ? small : new Block(this, SmallBytes);
    }

    // Kestrel does so when one of its listeners ends.
    protected override void Dispose(bool disposing)
    {
    }

    private bool TryRentLarge(out Block block)
    {
        if (_large.TryDequeue(out block!)) return true;
        if (Interlocked.Increment(ref _largeCount) > MostLarge)
        {
            Interlocked.Decrement(ref _largeCount);
            return false;
        }

        block = new(this, LargeBytes);
        return true;
    }

    private void DropLarge()
    {
        while (_large.TryDequeue(out _)) Interlocked.Decrement(ref _largeCount);
    }

    private void Return(Block block)
    {
        if (block.Memory.Length is SmallBytes) _small.Enqueue(block);
        else if (block.Memory.Length is LargeBytes) _large.Enqueue(block);
    }

    // Pinned, as Kestrel's own: what is under way in it stays where it is.
    private sealed class Block(BlockPool? pool, int bytes) : IMemoryOwner<byte>
    {
        public Memory<byte> Memory { get; } = MemoryMarshal.CreateFromPinnedArray(GC.AllocateUninitializedArray<byte>(bytes, pinned: true), 0, bytes);

        public void Dispose() => pool?.Return(this);
    }
}
