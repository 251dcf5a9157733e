using LambdaRuntime.Frames;

namespace LambdaRuntime.Tests.Frames;

public sealed class FrameHeaderTests
{
    [Theory]
    [InlineData(FrameType.Hello, 18, 0, 0)]
    [InlineData(FrameType.Hello, 18 + 256, 0, 0)]
    [InlineData(FrameType.Request, 8, 1, 0)]
    [InlineData(FrameType.Request, 1024 * 1024 + 64 * 1024, uint.MaxValue, 1)]
    [InlineData(FrameType.Response, 4, 1, 1)]
    [InlineData(FrameType.Data, 0, 1, 1)]
    [InlineData(FrameType.Data, 64 * 1024, 1, 0)]
    [InlineData(FrameType.Credit, 4, 1, 0)]
    [InlineData(FrameType.Cancel, 2, 1, 0)]
    [InlineData(FrameType.Spans, 256 * 1024, 1, 0)]
    [InlineData(FrameType.GoAway, 4, 0, 0)]
    public void Reads_what_it_writes(int type, int length, uint stream, int flags)
    {
        var header = new FrameHeader(length, stream, (FrameType)type, (FrameFlags)flags);
        var bytes = new byte[FrameHeader.Size];
        header.Write(bytes);

        Assert.Equal(FrameError.None, FrameHeader.Read(bytes, out var read));
        Assert.Equal(header, read);
    }

    [Theory]
    [InlineData("00000000 01000000 00 00 0000", FrameError.UnknownType)]
    [InlineData("00000000 01000000 09 00 0000", FrameError.UnknownType)]
    [InlineData("00000000 01000000 04 00 0100", FrameError.ReservedNotZero)]
    [InlineData("00000000 01000000 04 00 0001", FrameError.ReservedNotZero)]
    [InlineData("00000000 01000000 04 02 0000", FrameError.UnknownFlag)]
    [InlineData("04000000 01000000 05 01 0000", FrameError.UnknownFlag)]
    [InlineData("00000000 00000000 04 00 0000", FrameError.WrongStream)]
    [InlineData("04000000 01000000 08 00 0000", FrameError.WrongStream)]
    [InlineData("12000000 01000000 01 00 0000", FrameError.WrongStream)]
    [InlineData("11000000 00000000 01 00 0000", FrameError.WrongLength)]
    [InlineData("13010000 00000000 01 00 0000", FrameError.WrongLength)]
    [InlineData("07000000 01000000 02 00 0000", FrameError.WrongLength)]
    [InlineData("01001100 01000000 02 00 0000", FrameError.WrongLength)]
    [InlineData("03000000 01000000 03 00 0000", FrameError.WrongLength)]
    [InlineData("FFFFFFFF 01000000 03 00 0000", FrameError.WrongLength)]
    [InlineData("01000100 01000000 04 00 0000", FrameError.WrongLength)]
    [InlineData("03000000 01000000 05 00 0000", FrameError.WrongLength)]
    [InlineData("03000000 01000000 06 00 0000", FrameError.WrongLength)]
    [InlineData("01000400 01000000 07 00 0000", FrameError.WrongLength)]
    [InlineData("03000000 00000000 08 00 0000", FrameError.WrongLength)]
    public void Refuses_what_no_frame_of_its_type_may_be(string hex, int error) =>
        Assert.Equal((FrameError)error, FrameHeader.Read(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)), out _));
}
