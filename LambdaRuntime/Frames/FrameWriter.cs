using System.Buffers;
using System.Buffers.Binary;

namespace LambdaRuntime.Frames;

/// <summary>Writes frames; those with a head are begun by <see cref="HeadWriter"/>.</summary>
internal static class FrameWriter
{
    public static void WriteHello(IBufferWriter<byte> output, Hello hello)
    {
        var size = Hello.FixedSize + hello.Token.Length;
        hello.Write(Begin(output, new(size, 0, FrameType.Hello, FrameFlags.None)));
        output.Advance(FrameHeader.Size + size);
    }

    /// <param name="bytes">At most <see cref="FrameLimits.MaxData"/>.</param>
    public static void WriteData(IBufferWriter<byte> output, uint stream, ReadOnlySpan<byte> bytes, bool isEnd)
    {
        bytes.CopyTo(Begin(output, new(bytes.Length, stream, FrameType.Data, isEnd ? FrameFlags.End : FrameFlags.None)));
        output.Advance(FrameHeader.Size + bytes.Length);
    }

    public static void WriteCredit(IBufferWriter<byte> output, uint stream, uint bytes)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(Begin(output, new(sizeof(uint), stream, FrameType.Credit, FrameFlags.None)), bytes);
        output.Advance(FrameHeader.Size + sizeof(uint));
    }

    public static void WriteCancel(IBufferWriter<byte> output, uint stream, CancelCode code)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(Begin(output, new(sizeof(ushort), stream, FrameType.Cancel, FrameFlags.None)), (ushort)code);
        output.Advance(FrameHeader.Size + sizeof(ushort));
    }

    /// <param name="last">The highest stream that was taken.</param>
    public static void WriteGoAway(IBufferWriter<byte> output, uint last)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(Begin(output, new(sizeof(uint), 0, FrameType.GoAway, FrameFlags.None)), last);
        output.Advance(FrameHeader.Size + sizeof(uint));
    }

    /// <param name="json">At most <see cref="FrameLimits.MaxSpans"/> bytes.</param>
    public static void WriteSpans(IBufferWriter<byte> output, uint stream, ReadOnlySpan<byte> json)
    {
        json.CopyTo(Begin(output, new(json.Length, stream, FrameType.Spans, FrameFlags.None)));
        output.Advance(FrameHeader.Size + json.Length);
    }

    /// <summary>Where the payload goes; header and payload are yet to be advanced over.</summary>
    private static Span<byte> Begin(IBufferWriter<byte> output, FrameHeader header)
    {
        var frame = output.GetSpan(FrameHeader.Size + header.Length);
        header.Write(frame);
        return frame.Slice(FrameHeader.Size, header.Length);
    }
}
