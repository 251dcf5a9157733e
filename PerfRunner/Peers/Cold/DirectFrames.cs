using System.Buffers.Binary;
using System.Text;

namespace PerfRunner.Peers.Cold;

/// <summary>One request in the frames of docs/protocol.md and its answer, written and read with nothing but that page.</summary>
internal static class DirectFrames
{
    private const int HeaderBytes = 12;
    private const int HeadBytes = 8;
    private const byte RequestType = 2;
    private const byte ResponseType = 3;
    private const byte End = 1;
    private const int Stream = 1;

    public static byte[] Request(string method, string uri)
    {
        byte[] frame = new byte[HeaderBytes + HeadBytes + method.Length + uri.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, frame.Length - HeaderBytes);
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(4), Stream);
        frame[8] = RequestType;
        frame[9] = End;
        Span<byte> head = frame.AsSpan(HeaderBytes);
        BinaryPrimitives.WriteUInt16LittleEndian(head, (ushort)method.Length);
        BinaryPrimitives.WriteInt32LittleEndian(head[2..], uri.Length);
        Encoding.ASCII.GetBytes(method, head[HeadBytes..]);
        Encoding.ASCII.GetBytes(uri, head[(HeadBytes + method.Length)..]);
        return frame;
    }

    /// <returns>The status, when the whole answer is there; 0 before.</returns>
    public static int StatusOf(ReadOnlySpan<byte> received)
    {
        int status = 0;
        while (received.Length >= HeaderBytes)
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(received);
            bool isOurs = BinaryPrimitives.ReadInt32LittleEndian(received[4..]) == Stream;
            if (length < 0 || received.Length - HeaderBytes < length)
            {
                return 0;
            }

            if (isOurs && received[8] == ResponseType && length >= sizeof(ushort))
            {
                status = BinaryPrimitives.ReadUInt16LittleEndian(received[HeaderBytes..]);
            }

            if (isOurs && (received[9] & End) != 0)
            {
                return status;
            }

            received = received[(HeaderBytes + length)..];
        }

        return 0;
    }
}
