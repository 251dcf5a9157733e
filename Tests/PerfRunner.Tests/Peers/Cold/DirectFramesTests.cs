using PerfRunner.Peers.Cold;

namespace PerfRunner.Tests.Peers.Cold;

public sealed class DirectFramesTests
{
    private static readonly byte[] Hello = Frame(0, 1, 0, new byte[18]);
    private static readonly byte[] Whole = Frame(1, 3, 1, [200, 0, 0, 0, (byte)'x']);
    private static readonly byte[] Head = Frame(1, 3, 0, [200, 0, 0, 0]);
    private static readonly byte[] Data = Frame(1, 4, 1, "x"u8);

    [Fact]
    public void A_request_is_one_frame_that_ends_its_body() => Assert.Equal(
        [.. (byte[])[13, 0, 0, 0, 1, 0, 0, 0, 2, 1, 0, 0, 3, 0, 2, 0, 0, 0, 0, 0], .. "GET/x"u8],
        DirectFrames.Request("GET", "/x"));

    [Fact]
    public void An_answer_is_there_with_its_last_byte()
    {
        Assert.Equal(200, DirectFrames.StatusOf([.. Hello, .. Whole]));
        Assert.Equal(0, DirectFrames.StatusOf([.. Hello, .. Whole[..^1]]));
        Assert.Equal(200, DirectFrames.StatusOf([.. Hello, .. Head, .. Data]));
        Assert.Equal(0, DirectFrames.StatusOf([.. Hello, .. Head]));
        Assert.Equal(0, DirectFrames.StatusOf(Hello));
        Assert.Equal(0, DirectFrames.StatusOf([]));
    }

    private static byte[] Frame(byte stream, byte type, byte flags, ReadOnlySpan<byte> payload) =>
        [(byte)payload.Length, 0, 0, 0, stream, 0, 0, 0, type, flags, 0, 0, .. payload];
}
