using System.Buffers.Binary;
using System.Text.Unicode;

namespace LambdaRuntime.Frames;

/// <summary>The payload of a REQUEST.</summary>
internal readonly ref struct RequestHead
{
    public const int CountOffset = sizeof(ushort) + sizeof(uint);
    public const int FixedSize = CountOffset + sizeof(ushort);

    public ReadOnlySpan<byte> Method { get; private init; }

    public ReadOnlySpan<byte> Uri { get; private init; }

    public HeadFields Fields { get; private init; }

    /// <summary>The beginning of the body.</summary>
    public ReadOnlySpan<byte> Body { get; private init; }

    /// <param name="payload">At least <see cref="FixedSize"/> bytes, by the check of the header.</param>
    public static FrameError Read(ReadOnlySpan<byte> payload, out RequestHead head)
    {
        head = default;
        var methodLength = BinaryPrimitives.ReadUInt16LittleEndian(payload);
        var uriLength = BinaryPrimitives.ReadUInt32LittleEndian(payload[sizeof(ushort)..]);
        var count = BinaryPrimitives.ReadUInt16LittleEndian(payload[CountOffset..]);
        if (uriLength > (uint)payload.Length || FixedSize + methodLength + (int)uriLength > payload.Length)
            return FrameError.BadHead;
        var method = payload.Slice(FixedSize, methodLength);
        var uri = payload.Slice(FixedSize + methodLength, (int)uriLength);
        if (method.IsEmpty || uri.IsEmpty || !Utf8.IsValid(method) || !Utf8.IsValid(uri))
            return FrameError.BadText;

        var fields = payload[(FixedSize + methodLength + (int)uriLength)..];
        var error = HeadFields.Check(fields, count, out var length);
        if (error != FrameError.None)
            return error;
        var body = fields[length..];
        if (payload.Length - body.Length > FrameLimits.MaxHead || body.Length > FrameLimits.MaxData)
            return FrameError.BadHead;
        head = new() { Method = method, Uri = uri, Fields = new(fields, count), Body = body };
        return FrameError.None;
    }
}
