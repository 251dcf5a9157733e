using LocalLambdas.Hosting;

namespace LocalLambdas.Sockets.Linux;

/// <summary>Memory of connections: one has some only while bytes of it are on their way.</summary>
internal sealed class SegmentPool
{
    public const int SmallBytes = BlockPool.SmallBytes;

    /// <summary>For whoever has just filled a small one: a long body costs fewer calls.</summary>
    public const int LargeBytes = BlockPool.LargeBytes;

    // A megabyte of each. What a burst needs beyond it is left to the collector.
    private const int MostSmall = 256;
    private const int MostLarge = 32;

    private readonly Lock _gate = new();
    private readonly Stack<Segment> _small = new(MostSmall);
    private readonly Stack<Segment> _large = new(MostLarge);
    private Segment? _last;

    public static SegmentPool Instance { get; } = new();

    public Segment Take()
    {
        // The one that came back last is in the processor's cache, and mostly the next one needed.
        if (Interlocked.Exchange(ref _last, null) is { } last) return last;
        lock (_gate)
        {
            if (_small.TryPop(out var small)) return small;
        }

        return Make(SmallBytes);
    }

    /// <summary>With so much room; more than a large one has is not kept.</summary>
    public Segment Take(int bytes)
    {
        if (bytes <= SmallBytes) return Take();
        if (bytes > LargeBytes) return Make(bytes);
        lock (_gate)
        {
            if (_large.TryPop(out var large)) return large;
        }

        return Make(LargeBytes);
    }

    public void Return(Segment segment)
    {
        var kept = segment;
        if (segment.Bytes.Length is SmallBytes && (kept = Interlocked.Exchange(ref _last, segment)) is null) return;
        var (segments, most) = kept.Bytes.Length is SmallBytes ? (_small, MostSmall) : (_large, MostLarge);
        if (kept.Bytes.Length > LargeBytes) return;
        lock (_gate)
        {
            if (segments.Count < most) segments.Push(kept);
        }
    }

    // Pinned: the kernel gets addresses of several at once.
    private Segment Make(int bytes) => new(GC.AllocateUninitializedArray<byte>(bytes, pinned: true), this);
}
