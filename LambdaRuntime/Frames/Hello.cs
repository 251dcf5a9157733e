using System.Buffers.Binary;

namespace LambdaRuntime.Frames;

/// <summary>What a lambda says when it accepts requests.</summary>
/// <param name="runtimeStarted">When its own code began, in nanoseconds since 1970; 0 if it does not tell.</param>
/// <param name="accepting">When it was ready, likewise.</param>
/// <param name="token">What it was given to show that it is the one; empty on an inherited channel.</param>
internal readonly ref struct Hello(long runtimeStarted, long accepting, ReadOnlySpan<byte> token)
{
    public const int FixedSize = sizeof(ushort) + 2 * sizeof(long);

    public long RuntimeStartedUnixNano { get; } = runtimeStarted;

    public long AcceptingUnixNano { get; } = accepting;

    public ReadOnlySpan<byte> Token { get; } = token;

    /// <param name="payload">At least <see cref="FixedSize"/> bytes, by the check of the header.</param>
    public static FrameError Read(ReadOnlySpan<byte> payload, out Hello hello)
    {
        hello = new(BinaryPrimitives.ReadInt64LittleEndian(payload[2..]), BinaryPrimitives.ReadInt64LittleEndian(payload[10..]), payload[FixedSize..]);
        return BinaryPrimitives.ReadUInt16LittleEndian(payload) == FrameLimits.Version ? FrameError.None : FrameError.BadVersion;
    }

    /// <param name="output">At least <see cref="FixedSize"/> bytes and those of the token.</param>
    public void Write(Span<byte> output)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(output, FrameLimits.Version);
        BinaryPrimitives.WriteInt64LittleEndian(output[2..], RuntimeStartedUnixNano);
        BinaryPrimitives.WriteInt64LittleEndian(output[10..], AcceptingUnixNano);
        Token.CopyTo(output[FixedSize..]);
    }
}
