using System.Buffers.Binary;

namespace Fuzzing.Frames;

/// <summary>A frame as docs/protocol.md has it, read by another reader than the product's.</summary>
internal sealed record RawFrame(int Type, uint Stream, bool IsEnd, byte[] Payload)
{
    public const int Hello = 1;
    public const int Request = 2;
    public const int Response = 3;
    public const int Data = 4;
    public const int Credit = 5;
    public const int Cancel = 6;
    public const int Spans = 7;
    public const int GoAway = 8;

    private const int HeaderSize = 12;
    private const int MostOfBody = 64 * 1024;
    private const int MostOfHead = 1024 * 1024;

    public uint Number => BinaryPrimitives.ReadUInt32LittleEndian(Payload);

    /// <summary>Up to the first that is illegal by itself, or not complete.</summary>
    public static List<RawFrame> Split(ReadOnlySpan<byte> bytes, out bool isIllegal, out int left)
    {
        var frames = new List<RawFrame>();
        isIllegal = false;
        while (bytes.Length >= HeaderSize)
        {
            var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            var stream = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            if (IsIllegal(bytes[8], length, stream, bytes[9], bytes[10] | bytes[11]))
            {
                isIllegal = true;
                break;
            }

            if (bytes.Length - HeaderSize < length)
                break;
            frames.Add(new(bytes[8], stream, bytes[9] == 1, bytes.Slice(HeaderSize, (int)length).ToArray()));
            bytes = bytes[(HeaderSize + (int)length)..];
        }

        left = bytes.Length;
        return frames;
    }

    private static bool IsIllegal(int type, uint length, uint stream, int flags, int reserved)
    {
        (uint Least, uint Most)? lengths = type switch
        {
            Hello => (18, 274),
            Request => (8, MostOfHead + MostOfBody),
            Response => (4, MostOfHead + MostOfBody),
            Data => (0, MostOfBody),
            Credit or GoAway => (4, 4),
            Cancel => (2, 2),
            Spans => (0, 256 * 1024),
            _ => null,
        };
        var mayEnd = type is Request or Response or Data;
        var isOfConnection = type is Hello or GoAway;
        return lengths is not var (least, most) || length < least || length > most
            || reserved != 0 || flags > 1 || (flags == 1 && !mayEnd) || isOfConnection != (stream == 0);
    }
}
