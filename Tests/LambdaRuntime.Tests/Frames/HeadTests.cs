using System.Text;
using LambdaRuntime.Frames;

namespace LambdaRuntime.Tests.Frames;

public sealed class HeadTests
{
    [Theory]
    [InlineData("0100 01000000 0000 47", FrameError.BadHead)]
    [InlineData("0100 FFFFFFFF 0000 47 2F", FrameError.BadHead)]
    [InlineData("FFFF 01000000 0000 47 2F", FrameError.BadHead)]
    [InlineData("0100 01000000 0100 47 2F", FrameError.BadHead)]
    [InlineData("0100 01000000 0100 47 2F 0100 00000000", FrameError.BadHead)]
    [InlineData("0100 01000000 0100 47 2F 0100 01000000 61", FrameError.BadHead)]
    [InlineData("0100 01000000 0100 47 2F 0100 FFFFFFFF 61 62", FrameError.BadHead)]
    [InlineData("0100 01000000 0100 47 2F 0100 FFFFFF7F 61 62", FrameError.BadHead)]
    [InlineData("0000 01000000 0000 2F", FrameError.BadText)]
    [InlineData("0100 00000000 0000 47", FrameError.BadText)]
    [InlineData("0100 01000000 0000 FF 2F", FrameError.BadText)]
    [InlineData("0100 01000000 0000 47 FF", FrameError.BadText)]
    [InlineData("0100 01000000 0100 47 2F 0000 01000000 62", FrameError.BadText)]
    [InlineData("0100 01000000 0100 47 2F 0100 01000000 FF 62", FrameError.BadText)]
    [InlineData("0100 01000000 0100 47 2F 0100 01000000 61 FF", FrameError.BadText)]
    [InlineData("0100 01000000 0100 47 2F 0100 01000000 61 62", FrameError.None)]
    [InlineData("0100 01000000 0100 47 2F 0100 00000000 61", FrameError.None)]
    public void Tells_what_is_wrong_with_a_request(string hex, int error) => Assert.Equal((FrameError)error, RequestHead.Read(Bytes(hex), out _));

    [Theory]
    [InlineData("C700 0000", FrameError.BadStatus)]
    [InlineData("5802 0000", FrameError.BadStatus)]
    [InlineData("C800 0100", FrameError.BadHead)]
    [InlineData("C800 0100 0100 01000000 61 FF", FrameError.BadText)]
    [InlineData("C800 0000", FrameError.None)]
    [InlineData("5702 0000 78", FrameError.None)]
    public void Tells_what_is_wrong_with_a_response(string hex, int error) => Assert.Equal((FrameError)error, ResponseHead.Read(Bytes(hex), out _));

    [Fact]
    public void A_head_as_long_as_may_be_is_read_with_as_much_body_as_may_be()
    {
        using var buffer = new EnvelopeBuffer();
        var value = new string('x', FrameLimits.MaxHead - ResponseHead.FixedSize - 7);
        var writer = HeadWriter.Response(buffer, 1, 200);
        writer.Field("n", value);

        Assert.True(writer.TryEnd(new byte[FrameLimits.MaxData], isEnd: false));

        Assert.Equal(FrameError.None, FrameHeader.Read(buffer.Written.Span, out var header));
        Assert.Equal(FrameLimits.MaxPayload, header.Length);
        Assert.Equal(FrameError.None, ResponseHead.Read(buffer.Written.Span[FrameHeader.Size..], out var head));
        Assert.Equal(FrameLimits.MaxData, head.Body.Length);
    }

    [Fact]
    public void A_longer_head_is_refused_by_both_sides_and_leaves_nothing_behind()
    {
        using var buffer = new EnvelopeBuffer();
        FrameWriter.WriteGoAway(buffer, 7);
        var value = new byte[FrameLimits.MaxHead - ResponseHead.FixedSize - 6];
        var writer = HeadWriter.Response(buffer, 1, 200);
        writer.Field("n"u8, value);

        Assert.False(writer.TryEnd([], isEnd: true));
        Assert.Equal(FrameHeader.Size + sizeof(uint), buffer.Written.Length);

        byte[] payload = [.. Bytes("C800 0100 0100"), .. BitConverter.GetBytes(value.Length), (byte)'n', .. value];
        Assert.Equal(FrameError.BadHead, ResponseHead.Read(payload, out _));
        byte[] request = [.. Bytes("0100 01000000 0100 47 2F 0100"), .. BitConverter.GetBytes(value.Length), (byte)'n', .. value];
        Assert.Equal(FrameError.BadHead, RequestHead.Read(request, out _));
    }

    [Fact]
    public void A_body_of_more_than_its_limit_is_refused()
    {
        Assert.Equal(FrameError.BadHead, ResponseHead.Read([.. Bytes("C800 0000"), .. new byte[FrameLimits.MaxData + 1]], out _));
        Assert.Equal(FrameError.BadHead, RequestHead.Read([.. Bytes("0100 01000000 0000 47 2F"), .. new byte[FrameLimits.MaxData + 1]], out _));
    }

    [Fact]
    public void What_the_reader_would_refuse_is_not_written()
    {
        using var buffer = new EnvelopeBuffer();
        var many = HeadWriter.Response(buffer, 1, 200);
        for (var index = 0; index <= FrameLimits.MaxFields; index++)
            many.Field("n", "");
        Assert.False(many.TryEnd([], isEnd: true));

        var named = HeadWriter.Response(buffer, 1, 200);
        named.Field(new string('n', ushort.MaxValue + 1), "");
        Assert.False(named.TryEnd([], isEnd: true));

        Assert.False(HeadWriter.Request(buffer, 1, new string('m', ushort.MaxValue + 1), "/").TryEnd([], isEnd: true));
        Assert.False(HeadWriter.Request(buffer, 1, "", "/").TryEnd([], isEnd: true));
        Assert.False(HeadWriter.Request(buffer, 1, "GET", "").TryEnd([], isEnd: true));
        var nameless = HeadWriter.Response(buffer, 1, 200);
        nameless.Field(""u8, "x"u8);
        Assert.False(nameless.TryEnd([], isEnd: true));
        Assert.True(buffer.Written.IsEmpty);
    }

    [Fact]
    public void Text_that_is_no_Unicode_is_written_as_what_can_be_read()
    {
        using var buffer = new EnvelopeBuffer();
        Assert.True(HeadWriter.Request(buffer, 1, "GET", "/\ud800").TryEnd([], isEnd: true));

        Assert.Equal(FrameError.None, RequestHead.Read(buffer.Written.Span[FrameHeader.Size..], out var head));
        Assert.Equal("/\uFFFD", Encoding.UTF8.GetString(head.Uri));
    }

    [Fact]
    public void A_hello_of_another_version_is_refused()
    {
        var payload = new byte[Hello.FixedSize];
        new Hello(1, 2, []).Write(payload);
        payload[0]++;

        Assert.Equal(FrameError.BadVersion, Hello.Read(payload, out _));
    }

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}
