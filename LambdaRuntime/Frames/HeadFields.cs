using System.Buffers.Binary;
using System.Text.Unicode;

namespace LambdaRuntime.Frames;

/// <summary>The header fields of a head that was checked, in UTF-8; to be enumerated.</summary>
internal ref struct HeadFields(ReadOnlySpan<byte> fields, int count)
{
    private const int LengthsSize = sizeof(ushort) + sizeof(uint);

    private ReadOnlySpan<byte> _rest = fields;
    private int _left = count;

    public readonly int Count => _left;

    public ReadOnlySpan<byte> Name { get; private set; }

    public ReadOnlySpan<byte> Value { get; private set; }

    public bool MoveNext()
    {
        if (_left == 0)
            return false;
        _left--;
        var name = BinaryPrimitives.ReadUInt16LittleEndian(_rest);
        var value = (int)BinaryPrimitives.ReadUInt32LittleEndian(_rest[sizeof(ushort)..]);
        Name = _rest.Slice(LengthsSize, name);
        Value = _rest.Slice(LengthsSize + name, value);
        _rest = _rest[(LengthsSize + name + value)..];
        return true;
    }

    /// <summary>Whether so many fields begin here, and how long they are.</summary>
    public static FrameError Check(ReadOnlySpan<byte> payload, int count, out int length)
    {
        length = 0;
        for (; count > 0; count--)
        {
            if (payload.Length < LengthsSize)
                return FrameError.BadHead;
            var name = BinaryPrimitives.ReadUInt16LittleEndian(payload);
            var value = BinaryPrimitives.ReadUInt32LittleEndian(payload[sizeof(ushort)..]);
            if (value > (uint)payload.Length || LengthsSize + name + (int)value > payload.Length)
                return FrameError.BadHead;
            if (name == 0 || !Utf8.IsValid(payload.Slice(LengthsSize, name)) || !Utf8.IsValid(payload.Slice(LengthsSize + name, (int)value)))
                return FrameError.BadText;
            var size = LengthsSize + name + (int)value;
            length += size;
            payload = payload[size..];
        }

        return FrameError.None;
    }
}
