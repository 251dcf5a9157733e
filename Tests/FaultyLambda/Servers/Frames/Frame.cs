using System.Buffers.Binary;
using System.Text;
using FaultyLambda.Answers;

namespace FaultyLambda.Servers.Frames;

/// <summary>The layout of frames, as docs/protocol.md has it.</summary>
internal static class Frame
{
    public const int HeaderSize = 12;
    public const int MaxData = 64 * 1024;
    public const int InitialCredit = 256 * 1024;

    public const byte Hello = 1;
    public const byte Request = 2;
    public const byte Response = 3;
    public const byte Data = 4;
    public const byte Credit = 5;
    public const byte Cancel = 6;
    public const byte Spans = 7;
    public const byte GoAway = 8;

    public static byte[] Of(uint stream, byte type, ReadOnlySpan<byte> payload, bool isEnd = false)
    {
        var frame = new byte[HeaderSize + payload.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, payload.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(4), stream);
        frame[8] = type;
        frame[9] = isEnd ? (byte)1 : (byte)0;
        payload.CopyTo(frame.AsSpan(HeaderSize));
        return frame;
    }

    public static byte[] OfHello(long runtimeStarted, long accepting, string token)
    {
        var payload = new byte[18 + token.Length];
        BinaryPrimitives.WriteUInt16LittleEndian(payload, 1);
        BinaryPrimitives.WriteInt64LittleEndian(payload.AsSpan(2), runtimeStarted);
        BinaryPrimitives.WriteInt64LittleEndian(payload.AsSpan(10), accepting);
        Encoding.ASCII.GetBytes(token, payload.AsSpan(18));
        return Of(0, Hello, payload);
    }

    public static byte[] OfNumber(uint stream, byte type, uint number)
    {
        var payload = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(payload, number);
        return Of(stream, type, payload);
    }

    public static byte[] OfCancel(uint stream, byte code) => Of(stream, Cancel, [code, 0]);

    public static byte[] OfResponse(uint stream, Reply reply, ReadOnlySpan<byte> body, bool isEnd)
    {
        using var payload = new MemoryStream();
        using (var writer = new BinaryWriter(payload, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write((ushort)reply.Status);
            writer.Write((ushort)reply.Headers.Count);
            foreach (var (name, value) in reply.Headers)
            {
                var bytes = Encoding.UTF8.GetBytes(value);
                writer.Write((ushort)Encoding.UTF8.GetByteCount(name));
                writer.Write(bytes.Length);
                writer.Write(Encoding.UTF8.GetBytes(name));
                writer.Write(bytes);
            }

            writer.Write(body);
        }

        return Of(stream, Response, payload.ToArray(), isEnd);
    }
}
