using System.Buffers.Binary;
using System.Text;

namespace LambdaRuntime.Frames;

/// <summary>
/// Writes a REQUEST or a RESPONSE: header fields, then <see cref="TryEnd"/>. Nothing else is written to the buffer meanwhile.
/// </summary>
internal ref struct HeadWriter
{
    private const int MaxUtf8BytesPerChar = 3;

    private readonly EnvelopeBuffer _output;
    private readonly FrameType _type;
    private readonly uint _stream;
    private readonly int _start;
    private int _fields;
    private bool _isIllegal;

    private HeadWriter(EnvelopeBuffer output, FrameType type, uint stream)
    {
        _output = output;
        _type = type;
        _stream = stream;
        _start = output.Written.Length;
    }

    public static HeadWriter Request(EnvelopeBuffer output, uint stream, string method, string uri)
    {
        var writer = new HeadWriter(output, FrameType.Request, stream);
        writer.Skip(FrameHeader.Size + RequestHead.FixedSize);
        var methodLength = writer.Append(method);
        var uriLength = writer.Append(uri);
        writer._isIllegal = methodLength is 0 or > ushort.MaxValue || uriLength == 0;
        var head = writer.Head;
        BinaryPrimitives.WriteUInt16LittleEndian(head, (ushort)methodLength);
        BinaryPrimitives.WriteInt32LittleEndian(head[2..], uriLength);
        return writer;
    }

    public static HeadWriter Response(EnvelopeBuffer output, uint stream, int status)
    {
        var writer = new HeadWriter(output, FrameType.Response, stream);
        writer.Skip(FrameHeader.Size + ResponseHead.FixedSize);
        BinaryPrimitives.WriteUInt16LittleEndian(writer.Head, (ushort)status);
        return writer;
    }

    public void Field(string name, string value)
    {
        var lengths = BeginField();
        var nameLength = Append(name);
        EndField(lengths, nameLength, Append(value));
    }

    /// <param name="name">In UTF-8, and so is the value.</param>
    public void Field(scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<byte> value)
    {
        var lengths = BeginField();
        Append(name);
        Append(value);
        EndField(lengths, name.Length, value.Length);
    }

    /// <summary>Writes the beginning of the body. False when the head is longer than a head may be, or a name is empty: then nothing is
    /// written.</summary>
    /// <param name="body">At most <see cref="FrameLimits.MaxData"/> bytes.</param>
    public bool TryEnd(scoped ReadOnlySpan<byte> body, bool isEnd)
    {
        if (_isIllegal || _output.Written.Length - _start - FrameHeader.Size > FrameLimits.MaxHead || _fields > FrameLimits.MaxFields)
        {
            _output.Truncate(_start);
            return false;
        }

        Append(body);
        var payload = _output.Written.Length - _start - FrameHeader.Size;
        new FrameHeader(payload, _stream, _type, isEnd ? FrameFlags.End : FrameFlags.None).Write(_output.WrittenSpan[_start..]);
        BinaryPrimitives.WriteUInt16LittleEndian(Head[(_type == FrameType.Request ? RequestHead.CountOffset : ResponseHead.CountOffset)..], (ushort)_fields);
        return true;
    }

    private readonly Span<byte> Head => _output.WrittenSpan[(_start + FrameHeader.Size)..];

    private readonly int BeginField()
    {
        var start = _output.Written.Length;
        Skip(sizeof(ushort) + sizeof(uint));
        return start;
    }

    private void EndField(int lengths, int name, int value)
    {
        _isIllegal |= name is 0 or > ushort.MaxValue;
        _fields++;
        var output = _output.WrittenSpan[lengths..];
        BinaryPrimitives.WriteUInt16LittleEndian(output, (ushort)name);
        BinaryPrimitives.WriteInt32LittleEndian(output[sizeof(ushort)..], value);
    }

    private readonly void Skip(int count)
    {
        _output.GetSpan(count);
        _output.Advance(count);
    }

    private readonly void Append(scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_output.GetSpan(bytes.Length));
        _output.Advance(bytes.Length);
    }

    private readonly int Append(string text)
    {
        var length = Encoding.UTF8.GetBytes(text, _output.GetSpan(text.Length * MaxUtf8BytesPerChar));
        _output.Advance(length);
        return length;
    }
}
