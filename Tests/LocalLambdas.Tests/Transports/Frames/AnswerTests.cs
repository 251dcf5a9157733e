using System.Text;
using LambdaRuntime.Frames;
using LocalLambdas.Transports;

namespace LocalLambdas.Tests.Transports.Frames;

public class AnswerTests
{
    [Fact]
    public async Task Answers_come_in_any_order_each_to_its_request()
    {
        await using var lambda = await FrameLambda.ReadyAsync();
        var first = lambda.AskAsync("/1");
        var second = lambda.AskAsync("/2");

        await lambda.WriteAsync(output => FrameLambda.Respond(output, 2, "two"u8), output => FrameLambda.Respond(output, 1, "one"u8));

        Assert.Equal("one", Text((await first).Body));
        Assert.Equal("two", Text((await second).Body));
    }

    [Fact]
    public async Task Headers_come_in_their_order_with_all_their_values()
    {
        await using var lambda = await FrameLambda.ReadyAsync();
        var asked = lambda.AskAsync();

        await lambda.RespondAsync(1, default, isEnd: true, ("Set-Cookie", "a=1"), ("X", "ü"), ("Set-Cookie", "b=2"), ("Empty", ""));

        Assert.Equal([new("Set-Cookie", "a=1"), new("X", "ü"), new("Set-Cookie", "b=2"), new("Empty", "")], (await asked).Headers);
    }

    [Fact]
    public async Task A_body_in_several_frames_that_came_together_is_complete()
    {
        await using var lambda = await FrameLambda.ReadyAsync();
        var asked = lambda.AskAsync();

        await lambda.WriteAsync(
            output => FrameLambda.Respond(output, 1, "one "u8, isEnd: false),
            output => FrameWriter.WriteData(output, 1, "two "u8, isEnd: false),
            output => FrameWriter.WriteData(output, 1, "three"u8, isEnd: true));

        var answer = await asked;
        Assert.Equal("one two three", Text(answer.Body));
        Assert.Null(answer.Rest);
    }

    [Fact]
    public async Task A_body_that_is_still_under_way_is_read_as_it_comes()
    {
        await using var lambda = await FrameLambda.ReadyAsync();
        var asked = lambda.AskAsync();
        await lambda.RespondAsync(1, "one "u8.ToArray(), isEnd: false);

        var answer = await asked;

        Assert.Equal("one ", Text(answer.Body));
        var reading = answer.Rest!.ReadAsync(new byte[10], TestContext.Current.CancellationToken);
        Assert.False(reading.IsCompleted);
        await lambda.WriteAsync(output => FrameWriter.WriteData(output, 1, "two"u8, isEnd: false));
        Assert.Equal(3, await reading);
        await lambda.WriteAsync(output => FrameWriter.WriteData(output, 1, default, isEnd: true));
        Assert.Equal(0, await answer.Rest.ReadAsync(new byte[10], TestContext.Current.CancellationToken));
        await answer.Rest.DisposeAsync();
    }

    [Fact]
    public async Task An_answer_that_is_longer_than_it_says_is_none_also_in_its_first_frame()
    {
        await using var lambda = await FrameLambda.ReadyAsync();
        var asked = lambda.AskAsync();
        var other = lambda.AskAsync();

        await lambda.RespondAsync(1, "hello"u8.ToArray(), isEnd: false, ("Content-Length", "2"));
        await lambda.RespondAsync(2, default);

        Assert.Equal(TransportError.ConnectionLost, (await Assert.ThrowsAsync<TransportException>(() => asked)).Error);
        Assert.Equal(200, (await other).Status);
    }

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
