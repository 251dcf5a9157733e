using LambdaRuntime.Frames;

namespace LambdaRuntime.Tests.Frames;

public sealed class FrameInputTests
{
    [Fact]
    public void Grows_for_a_long_frame_and_forgets_its_buffer_afterwards()
    {
        var input = new FrameInput();
        using var output = new EnvelopeBuffer();
        var head = HeadWriter.Response(output, 1, 200);
        head.Field("n"u8, new byte[1_000_000]);
        Assert.True(head.TryEnd([], isEnd: true));

        Assert.Equal(1, Read(input, output.Written));

        Assert.InRange(input.Free().Length, 1, FrameHeader.Size + FrameLimits.MaxData);
    }

    [Fact]
    public void A_stream_of_full_frames_allocates_nothing()
    {
        var input = new FrameInput();
        using var output = new EnvelopeBuffer();
        for (var count = 0; count < 4; count++)
            FrameWriter.WriteData(output, 1, new byte[FrameLimits.MaxData], isEnd: false);
        var bytes = output.Written;
        Assert.Equal(4, Read(input, bytes));

        var before = GC.GetAllocatedBytesForCurrentThread();
        var read = Read(input, bytes);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(4, read);
        Assert.Equal(0, allocated);
    }

    [Fact]
    public void Refuses_a_header_before_its_payload_has_come()
    {
        var input = new FrameInput();
        new FrameHeader(FrameLimits.MaxData + 1, 1, FrameType.Data, FrameFlags.None).Write(input.Free().Span);
        input.Advance(FrameHeader.Size);

        Assert.False(input.TryRead(out _, out _, out var error));
        Assert.Equal(FrameError.WrongLength, error);
        Assert.Throws<ArgumentOutOfRangeException>(() => input.Advance(input.Free().Length + 1));
    }

    private static int Read(FrameInput input, ReadOnlyMemory<byte> bytes)
    {
        var frames = 0;
        while (!bytes.IsEmpty)
        {
            var free = input.Free();
            var count = Math.Min(free.Length, bytes.Length);
            bytes[..count].CopyTo(free);
            bytes = bytes[count..];
            input.Advance(count);
            while (input.TryRead(out _, out _, out _))
                frames++;
        }

        return frames;
    }
}
