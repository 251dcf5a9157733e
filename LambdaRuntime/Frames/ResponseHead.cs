using System.Buffers.Binary;

namespace LambdaRuntime.Frames;

/// <summary>The payload of a RESPONSE.</summary>
internal readonly ref struct ResponseHead
{
    public const int CountOffset = sizeof(ushort);
    public const int FixedSize = CountOffset + sizeof(ushort);

    public int Status { get; private init; }

    public HeadFields Fields { get; private init; }

    /// <summary>The beginning of the body.</summary>
    public ReadOnlySpan<byte> Body { get; private init; }

    public static bool IsStatus(int status) => status is >= 200 and <= 599;

    /// <param name="payload">At least <see cref="FixedSize"/> bytes, by the check of the header.</param>
    public static FrameError Read(ReadOnlySpan<byte> payload, out ResponseHead head)
    {
        head = default;
        var status = BinaryPrimitives.ReadUInt16LittleEndian(payload);
        if (!IsStatus(status))
            return FrameError.BadStatus;
        var count = BinaryPrimitives.ReadUInt16LittleEndian(payload[CountOffset..]);
        var fields = payload[FixedSize..];
        var error = HeadFields.Check(fields, count, out var length);
        if (error != FrameError.None)
            return error;
        var body = fields[length..];
        if (payload.Length - body.Length > FrameLimits.MaxHead || body.Length > FrameLimits.MaxData)
            return FrameError.BadHead;
        head = new() { Status = status, Fields = new(fields, count), Body = body };
        return FrameError.None;
    }
}
