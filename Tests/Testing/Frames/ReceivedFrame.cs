using System.Buffers.Binary;
using System.Text;

namespace Testing.Frames;

/// <summary>A frame of a lambda, read by another reader than the product's.</summary>
public sealed record ReceivedFrame(int Type, uint Stream, bool IsEnd, byte[] Payload)
{
    public const int Hello = 1;
    public const int Response = 3;
    public const int Data = 4;
    public const int Credit = 5;
    public const int Cancel = 6;
    public const int Spans = 7;
    public const int GoAway = 8;

    /// <summary>Of a CREDIT, CANCEL or GOAWAY, or the status of a RESPONSE.</summary>
    public uint Number => Payload.Length >= 4 && Type != Response
        ? BinaryPrimitives.ReadUInt32LittleEndian(Payload)
        : BinaryPrimitives.ReadUInt16LittleEndian(Payload);

    /// <summary>Of a RESPONSE.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers => ReadHeaders(out _);

    /// <summary>Of a RESPONSE or DATA.</summary>
    public ReadOnlySpan<byte> Body
    {
        get
        {
            if (Type == Data)
                return Payload;
            ReadHeaders(out var end);
            return Payload.AsSpan(end);
        }
    }

    private List<KeyValuePair<string, string>> ReadHeaders(out int end)
    {
        var headers = new List<KeyValuePair<string, string>>();
        end = 4;
        for (var left = BinaryPrimitives.ReadUInt16LittleEndian(Payload.AsSpan(2)); left > 0; left--)
        {
            var name = BinaryPrimitives.ReadUInt16LittleEndian(Payload.AsSpan(end));
            var value = BinaryPrimitives.ReadInt32LittleEndian(Payload.AsSpan(end + 2));
            headers.Add(new(Encoding.UTF8.GetString(Payload, end + 6, name), Encoding.UTF8.GetString(Payload, end + 6 + name, value)));
            end += 6 + name + value;
        }

        return headers;
    }
}
