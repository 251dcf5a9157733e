using System.Buffers.Binary;

namespace LambdaRuntime.Frames;

/// <summary>The twelve bytes before each payload.</summary>
/// <param name="Length">Bytes of the payload.</param>
/// <param name="Stream">0 is the connection itself.</param>
internal readonly record struct FrameHeader(int Length, uint Stream, FrameType Type, FrameFlags Flags)
{
    public const int Size = 12;

    public bool IsEnd => (Flags & FrameFlags.End) != 0;

    /// <param name="output">At least <see cref="Size"/> bytes.</param>
    public void Write(Span<byte> output)
    {
        BinaryPrimitives.WriteInt32LittleEndian(output, Length);
        BinaryPrimitives.WriteUInt32LittleEndian(output[4..], Stream);
        output[8] = (byte)Type;
        output[9] = (byte)Flags;
        BinaryPrimitives.WriteUInt16LittleEndian(output[10..], 0);
    }

    /// <summary>Refuses what is illegal for a frame of this type, before its payload has come.</summary>
    /// <param name="input">At least <see cref="Size"/> bytes.</param>
    public static FrameError Read(ReadOnlySpan<byte> input, out FrameHeader header)
    {
        var length = BinaryPrimitives.ReadUInt32LittleEndian(input);
        header = new((int)length, BinaryPrimitives.ReadUInt32LittleEndian(input[4..]), (FrameType)input[8], (FrameFlags)input[9]);
        if (BinaryPrimitives.ReadUInt16LittleEndian(input[10..]) != 0)
            return FrameError.ReservedNotZero;
        var (min, max, flags) = Allowed(header.Type);
        if (max < 0)
            return FrameError.UnknownType;
        if (length < (uint)min || length > (uint)max)
            return FrameError.WrongLength;
        if ((header.Flags & ~flags) != 0)
            return FrameError.UnknownFlag;
        return header.Type is FrameType.Hello or FrameType.GoAway == (header.Stream == 0) ? FrameError.None : FrameError.WrongStream;
    }

    private static (int Min, int Max, FrameFlags Flags) Allowed(FrameType type) => type switch
    {
        FrameType.Hello => (Hello.FixedSize, Hello.FixedSize + FrameLimits.MaxToken, FrameFlags.None),
        FrameType.Request => (RequestHead.FixedSize, FrameLimits.MaxPayload, FrameFlags.End),
        FrameType.Response => (ResponseHead.FixedSize, FrameLimits.MaxPayload, FrameFlags.End),
        FrameType.Data => (0, FrameLimits.MaxData, FrameFlags.End),
        FrameType.Credit => (sizeof(uint), sizeof(uint), FrameFlags.None),
        FrameType.Cancel => (sizeof(ushort), sizeof(ushort), FrameFlags.None),
        FrameType.Spans => (0, FrameLimits.MaxSpans, FrameFlags.None),
        FrameType.GoAway => (sizeof(uint), sizeof(uint), FrameFlags.None),
        _ => (0, -1, FrameFlags.None),
    };
}
