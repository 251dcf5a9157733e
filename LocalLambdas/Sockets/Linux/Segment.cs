using System.Buffers;

namespace LocalLambdas.Sockets.Linux;

/// <summary>Memory that bytes on their way stand in, as one of a list.</summary>
internal sealed class Segment : ReadOnlySequenceSegment<byte>
{
    private readonly SegmentPool _pool;

    public Segment(byte[] bytes, SegmentPool pool)
    {
        Bytes = bytes;
        _pool = pool;
        Memory = bytes;
    }

    public byte[] Bytes { get; }

    /// <summary>Behind the last byte that stands in it.</summary>
    public int End { get; set; }

    public Span<byte> Room => Bytes.AsSpan(End);

    public Segment? Following => (Segment?)Next;

    /// <summary>No more comes into this one.</summary>
    public void Append(Segment segment)
    {
        Memory = Bytes.AsMemory(0, End);
        segment.RunningIndex = RunningIndex + End;
        Next = segment;
    }

    /// <summary>Nobody looks at it any more.</summary>
    public void Return()
    {
        Next = null;
        RunningIndex = 0;
        if (Memory.Length != Bytes.Length) Memory = Bytes;
        End = 0;
        _pool.Return(this);
    }
}
