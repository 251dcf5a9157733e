using Testing;
using Testing.Frames;

namespace LambdaRuntime.Tests.Serving;

public sealed class RequestStreamingTests : FrameServerTest
{
    [Fact]
    public async Task A_body_is_read_while_it_comes()
    {
        var first = new TaskCompletionSource<byte>();
        await RunAsync(
            async (request, _) =>
            {
                var one = new byte[1];
                await request.BodyStream.ReadExactlyAsync(one, Cancellation);
                first.SetResult(one[0]);
                return LambdaResponse.Bytes(await ReadAsync(request.BodyStream));
            },
            isStreaming: true);
        var stream = await Client.RequestAsync("/", [1], isEnd: false);

        Assert.Equal(1, await first.Task.WaitAsync(Eventually.Limit, Cancellation));
        await Client.DataAsync(stream, new byte[] { 2, 3 }, isEnd: false);
        await Client.DataAsync(stream, new byte[] { 4 }, isEnd: false);
        await Client.DataAsync(stream, Array.Empty<byte>(), isEnd: true);

        Assert.Equal([2, 3, 4], (await Client.AnswerAsync(stream)).Body);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_of_any_length_is_read_to_its_end(bool isAsync)
    {
        await RunAsync(
            async (request, _) =>
            {
                Assert.True(request.Body.IsEmpty);
                return LambdaResponse.Bytes(isAsync ? await ReadAsync(request.BodyStream) : Read(request.BodyStream));
            },
            isStreaming: true);
        var body = new byte[3_000_000];
        new Random(1).NextBytes(body);

        var stream = await Client.RequestAsync("/", body[..1000], isEnd: false);
        await Client.SendBodyAsync(stream, body[1000..]);

        Assert.Equal(body, (await Client.AnswerAsync(stream)).Body);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public async Task A_body_that_comes_with_its_request_is_read_like_any_other(int length)
    {
        await RunAsync(
            async (request, _) =>
            {
                Assert.Equal(length > 0, request.HasBody);
                return LambdaResponse.Bytes(await ReadAsync(request.BodyStream));
            },
            isStreaming: true);

        Assert.Equal(length, (await Client.AskAsync("/", new byte[length])).Body.Length);
    }

    [Fact]
    public async Task No_more_is_granted_than_what_is_read()
    {
        var reads = new TaskCompletionSource();
        await RunAsync(
            async (request, _) =>
            {
                if (request.HasBody)
                    await reads.Task;
                return LambdaResponse.Text($"{(await ReadAsync(request.BodyStream)).Length}");
            },
            isStreaming: true);
        var slow = await Client.RequestAsync("/", isEnd: false);
        for (var sent = 0; sent < FrameClient.InitialCredit; sent += 64 * 1024)
            await Client.DataAsync(slow, new byte[64 * 1024], isEnd: false);

        await Client.AskAsync("/other");
        Assert.Equal(0, Client.Answer(slow).Granted);
        reads.SetResult();
        await Client.UntilAsync(() => Client.Answer(slow).Granted == FrameClient.InitialCredit);
        await Client.DataAsync(slow, new byte[1], isEnd: true);

        Assert.Equal($"{FrameClient.InitialCredit + 1}", (await Client.AnswerAsync(slow)).Text);
    }

    [Fact]
    public async Task An_answer_may_come_before_the_body_has_ended()
    {
        await RunAsync((_, _) => ValueTask.FromResult(LambdaResponse.Text("no, thank you")), isStreaming: true);
        var stream = await Client.RequestAsync("/", isEnd: false);

        Assert.Equal("no, thank you", (await Client.AnswerAsync(stream)).Text);

        await Client.DataAsync(stream, new byte[10], isEnd: true);
        Assert.Equal(200, (await Client.AskAsync("/")).Status);
    }

    [Fact]
    public async Task A_body_that_breaks_off_is_no_end_of_the_body()
    {
        var started = new TaskCompletionSource();
        var failure = new TaskCompletionSource<Exception?>();
        await RunAsync(
            async (request, _) =>
            {
                started.SetResult();
                failure.SetResult(await Record.ExceptionAsync(() => ReadAsync(request.BodyStream)));
                return new();
            },
            isStreaming: true);
        var stream = await Client.RequestAsync("/", [1], isEnd: false);
        await started.Task.WaitAsync(Eventually.Limit, Cancellation);

        await Client.CancelAsync(stream);

        Assert.IsType<IOException>(await failure.Task.WaitAsync(Eventually.Limit, Cancellation));
    }

    [Fact]
    public async Task A_handler_that_reads_and_waits_holds_up_no_other()
    {
        await RunAsync((request, _) => ValueTask.FromResult(LambdaResponse.Bytes(Read(request.BodyStream))), isStreaming: true);
        var waiting = await Client.RequestAsync("/", isEnd: false);

        Assert.Equal(200, (await Client.AskAsync("/")).Status);

        await Client.DataAsync(waiting, new byte[7], isEnd: true);
        Assert.Equal(7, (await Client.AnswerAsync(waiting)).Body.Length);
    }

    private static byte[] Read(Stream stream)
    {
        using var body = new MemoryStream();
        int read;
        var buffer = new byte[10_000];
        while ((read = stream.Read(buffer, 0, buffer.Length)) > 0)
            body.Write(buffer, 0, read);
        return body.ToArray();
    }

    private static async Task<byte[]> ReadAsync(Stream stream)
    {
        using var body = new MemoryStream();
        await stream.CopyToAsync(body, Cancellation);
        return body.ToArray();
    }
}
