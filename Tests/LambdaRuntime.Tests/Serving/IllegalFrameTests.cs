using LambdaRuntime.Frames;
using Testing;

namespace LambdaRuntime.Tests.Serving;

public sealed class IllegalFrameTests : FrameServerTest
{
    private const byte Request = 2;

    [Theory]
    [InlineData("0000000001000000 04 01 0000", FrameError.OutOfOrder)]
    [InlineData("0400000001000000 05 00 0000 01000000", FrameError.OutOfOrder)]
    [InlineData("0200000001000000 06 00 0000 0100", FrameError.OutOfOrder)]
    [InlineData("1200000000000000 01 00 0000 0100 0000000000000000 0000000000000000", FrameError.OutOfOrder)]
    [InlineData("0400000001000000 03 01 0000 C800 0000", FrameError.OutOfOrder)]
    [InlineData("0000000001000000 07 00 0000", FrameError.OutOfOrder)]
    [InlineData("0400000000000000 08 00 0000 00000000", FrameError.OutOfOrder)]
    [InlineData("0000000001000000 09 00 0000", FrameError.UnknownType)]
    [InlineData("0900000001000000 02 01 0000 0100 01000000 0100 47", FrameError.BadHead)]
    public async Task Ends_the_server(string hex, int error)
    {
        await RunAsync(_ => new LambdaResponse());

        await Client.RawAsync(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));

        await EndsWithAsync((FrameError)error);
    }

    [Fact]
    public async Task A_stream_whose_number_is_not_higher_ends_the_server()
    {
        await RunAsync(_ => new LambdaResponse());
        await Client.AskAsync("/");

        await Client.SendAsync(Request, 1, isEnd: true, Convert.FromHexString("0100010000000000472F"));

        await EndsWithAsync(FrameError.OutOfOrder);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_after_its_end_ends_the_server(bool isStreaming)
    {
        await RunAsync(async (_, cancellation) => await Never(cancellation), isStreaming);
        var stream = await Client.RequestAsync("/", isEnd: false);
        await Client.DataAsync(stream, new byte[1], isEnd: true);

        await Client.DataAsync(stream, new byte[1], isEnd: false);

        await EndsWithAsync(FrameError.OutOfOrder);
    }

    [Fact]
    public async Task A_body_after_a_request_that_had_all_of_it_ends_the_server()
    {
        await RunAsync(async (_, cancellation) => await Never(cancellation));
        var stream = await Client.RequestAsync("/");

        await Client.DataAsync(stream, new byte[1], isEnd: true);

        await EndsWithAsync(FrameError.OutOfOrder);
    }

    [Fact]
    public async Task A_body_beyond_its_credit_ends_the_server()
    {
        await RunAsync(async (_, cancellation) => await Never(cancellation), isStreaming: true);
        var stream = await Client.RequestAsync("/", new byte[1], isEnd: false);
        for (var frame = 0; frame < 4; frame++)
            await Client.DataAsync(stream, new byte[64 * 1024], isEnd: false);

        await EndsWithAsync(FrameError.BadCredit);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(int.MaxValue)]
    public async Task Credit_that_cannot_be_counted_ends_the_server(uint credit)
    {
        await RunAsync(async (_, cancellation) => await Never(cancellation));

        await Client.CreditAsync(await Client.RequestAsync("/"), credit);

        await EndsWithAsync(FrameError.BadCredit);
    }

    [Fact]
    public async Task Frames_that_have_crossed_the_end_of_their_stream_are_ignored()
    {
        await RunAsync(_ => new LambdaResponse());
        await Client.AskAsync("/");

        await Client.DataAsync(1, new byte[1], isEnd: false);
        await Client.CreditAsync(1, 1);
        await Client.CancelAsync(1);

        Assert.Equal(200, (await Client.AskAsync("/")).Status);
    }

    private static async Task<LambdaResponse> Never(CancellationToken cancellation)
    {
        await Task.Delay(Timeout.Infinite, cancellation);
        return new();
    }

    private async Task EndsWithAsync(FrameError error) => Assert.Equal(error, await Running.WaitAsync(Eventually.Limit, Cancellation));
}
