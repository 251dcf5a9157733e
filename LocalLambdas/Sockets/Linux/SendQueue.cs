using System.Runtime.CompilerServices;
using System.Runtime.Versioning;

namespace LocalLambdas.Sockets.Linux;

/// <summary>Bytes that wait to be sent. For one thread at a time.</summary>
[SupportedOSPlatform("linux")]
internal sealed class SendQueue
{
    // More than Kestrel and the fast path ever have; the kernel would take 1024 (IOV_MAX, limits.h).
    private const int MostPieces = 32;

    private Segment? _first;
    private Segment? _last;
    private int _begin;

    public long Bytes { get; private set; }

    public Memory<byte> Room(int sizeHint)
    {
        if (_last is null || _last.Room.Length < Math.Max(sizeHint, 1)) Append(SegmentPool.Instance.Take(Math.Max(sizeHint, _last is null ? 0 : SegmentPool.LargeBytes)));
        return _last!.Bytes.AsMemory(_last.End);
    }

    public void Advance(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, _last?.Room.Length ?? 0);
        if (bytes == 0) return;
        _last!.End += bytes;
        Bytes += bytes;
    }

    public SendOutcome Send(Descriptor socket)
    {
        while (Bytes > 0)
        {
            var sent = _first == _last ? socket.Send(_first!.Bytes.AsSpan(_begin, _first.End - _begin)) : SendPieces(socket);
            if (sent is LinuxSocket.WouldBlock) return SendOutcome.Waits;
            if (sent is LinuxSocket.Interrupted) continue;
            if (sent < 0) return SendOutcome.Fails;
            Remove(sent);
        }

        Clear();
        return SendOutcome.Done;
    }

    public void Clear()
    {
        while (_first is not null) Drop();
        Bytes = 0;
    }

    [SkipLocalsInit]
    private unsafe int SendPieces(Descriptor socket)
    {
        var pieces = stackalloc LinuxSocket.Piece[MostPieces];
        var count = 0;
        var begin = _begin;
        for (var segment = _first; segment is not null && count < MostPieces; segment = segment.Following)
        {
            pieces[count].Bytes = (byte*)Unsafe.AsPointer(ref segment.Bytes[0]) + begin;
            pieces[count++].Length = (nuint)(segment.End - begin);
            begin = 0;
        }

        return socket.Send(pieces, count);
    }

    private void Remove(int bytes)
    {
        Bytes -= bytes;
        while (_first is not null && bytes >= _first.End - _begin)
        {
            bytes -= _first.End - _begin;
            Drop();
        }

        _begin += bytes;
    }

    private void Append(Segment segment)
    {
        if (_last is null) _first = segment;
        else _last.Append(segment);
        _last = segment;
    }

    private void Drop()
    {
        var first = _first!;
        _first = first.Following;
        if (_first is null) _last = null;
        _begin = 0;
        first.Return();
    }
}
