using LambdaRuntime.Frames;
using LocalLambdas.Messages;
using LocalLambdas.Transports;
using Microsoft.AspNetCore.Http;
using Testing;

namespace LocalLambdas.Tests.Transports.Frames;

public class ConnectionEndTests
{
    [Fact]
    public async Task What_was_in_flight_has_no_answer_and_what_comes_later_is_not_sent()
    {
        await using var lambda = await FrameLambda.ReadyAsync();
        var asked = lambda.AskAsync();

        await lambda.CloseAsync();

        Assert.Equal(TransportError.NoAnswer, (await Assert.ThrowsAsync<TransportException>(() => asked)).Error);
        Assert.Equal(TransportError.Connect, (await Assert.ThrowsAsync<TransportException>(() => lambda.AskAsync())).Error);
        Assert.Empty(lambda.Complaints);
    }

    [Fact]
    public async Task An_answer_that_has_begun_breaks_off()
    {
        await using var lambda = await FrameLambda.ReadyAsync();
        var asked = lambda.AskAsync();
        await lambda.RespondAsync(1, new byte[10], isEnd: false);
        var answer = await asked;

        await lambda.CloseAsync();

        var broken = await Assert.ThrowsAsync<TransportException>(async () => await answer.Rest!.ReadAsync(new byte[10], TestContext.Current.CancellationToken));
        Assert.Equal(TransportError.ConnectionLost, broken.Error);
        await answer.Rest!.DisposeAsync();
    }

    [Theory]
    [InlineData("00000000 01000000 63 00 0000", "UnknownType, type 99 of 0 bytes on stream 1.")]
    [InlineData("01000100 01000000 04 00 0000", "WrongLength, DATA of 65537 bytes on stream 1.")]
    [InlineData("04000000 01000000 03 01 0000 63000000", "BadStatus")]
    [InlineData("04000000 E8030000 03 01 0000 C8000000", "WrongStream, RESPONSE of 4 bytes on stream 1000.")]
    [InlineData("00000000 01000000 04 00 0000", "OutOfOrder")]
    [InlineData("04000000 01000000 05 00 0000 00000000", "BadCredit")]
    [InlineData("12000000 00000000 01 00 0000 0100 0000000000000000 0000000000000000", "BadHello")]
    public async Task An_illegal_frame_ends_it_and_is_told_once(string hex, string error)
    {
        await using var lambda = await FrameLambda.ReadyAsync();
        var asked = lambda.AskAsync();

        await lambda.SendAsync(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));

        var failed = await Assert.ThrowsAsync<TransportException>(() => asked);
        Assert.Equal(TransportError.BadFrame, failed.Error);
        Assert.Contains(error, failed.Message, StringComparison.Ordinal);
        Assert.Equal(failed.Message, Assert.Single(lambda.Complaints));
    }

    [Fact]
    public async Task A_frame_before_the_hello_is_none()
    {
        await using var lambda = new FrameLambda();

        await lambda.WriteAsync(output => FrameWriter.WriteGoAway(output, 0));

        Assert.Equal(TransportError.BadFrame, (await Assert.ThrowsAsync<TransportException>(() => lambda.Connection.Hello)).Error);
    }

    [Fact]
    public async Task What_a_lambda_that_goes_away_has_not_taken_may_be_sent_to_another()
    {
        await using var lambda = await FrameLambda.ReadyAsync();
        var taken = lambda.AskAsync();
        var crossed = lambda.AskAsync();

        await lambda.WriteAsync(output => FrameWriter.WriteGoAway(output, 1), output => FrameLambda.Respond(output, 1, default));

        Assert.Equal(200, (await taken).Status);
        Assert.Equal(1u, lambda.LastTaken);
        Assert.Equal(TransportError.Connect, (await Assert.ThrowsAsync<TransportException>(() => crossed)).Error);
        Assert.Equal(TransportError.Connect, (await Assert.ThrowsAsync<TransportException>(() => lambda.AskAsync())).Error);
    }

    [Theory, InlineData(0, 0u), InlineData(2, 2u)]
    public async Task A_lambda_that_goes_away_has_taken_no_more_than_was_sent(int asked, uint taken)
    {
        await using var lambda = await FrameLambda.ReadyAsync();
        for (var i = 0; i < asked; i++) _ = lambda.AskAsync();

        await lambda.WriteAsync(output => FrameWriter.WriteGoAway(output, int.MaxValue));

        await Eventually.True(() => lambda.LastTaken is not null, "it goes away");
        Assert.Equal(taken, lambda.LastTaken);
    }

    [Fact]
    public async Task A_client_that_goes_away_cancels_its_stream_alone()
    {
        await using var lambda = await FrameLambda.ReadyAsync();
        using var gone = new CancellationTokenSource();
        var left = lambda.BeginAsync(new LambdaRequest("GET", "/", new HeaderDictionary(), RequestBody.None), gone.Token);
        var other = lambda.AskAsync();
        await lambda.ReadAsync(FrameType.Request, isEnd: true);
        await lambda.ReadAsync(FrameType.Request, isEnd: true);

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        Assert.Equal((1u, CancelCode.CallerGone), await lambda.ReadCancelAsync());
        await lambda.WriteAsync(output => FrameLambda.Respond(output, 1, default), output => FrameLambda.Respond(output, 2, default));
        Assert.Equal(200, (await other).Status);
    }

    [Fact]
    public async Task A_lambda_that_takes_too_long_is_told_so()
    {
        await using var lambda = await FrameLambda.ReadyAsync(TimeSpan.FromMilliseconds(50));
        var asked = lambda.AskAsync();
        await lambda.ReadAsync(FrameType.Request, isEnd: true);

        Assert.Equal(TransportError.TimedOut, (await Assert.ThrowsAsync<TransportException>(() => asked)).Error);
        Assert.Equal((1u, CancelCode.Timeout), await lambda.ReadCancelAsync());
    }

    [Fact]
    public async Task A_header_that_is_not_legal_spoils_its_own_answer_alone()
    {
        await using var lambda = await FrameLambda.ReadyAsync();
        var spoilt = lambda.AskAsync();
        var other = lambda.AskAsync();

        await lambda.RespondAsync(1, default, isEnd: true, ("X", "a\r\nSet-Cookie: b"));
        await lambda.RespondAsync(2, default);

        Assert.Equal(TransportError.BadEnvelope, (await Assert.ThrowsAsync<TransportException>(() => spoilt)).Error);
        Assert.Equal(200, (await other).Status);
    }
}
