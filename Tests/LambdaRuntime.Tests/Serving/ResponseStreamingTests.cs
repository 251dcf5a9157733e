using Testing;
using Testing.Frames;

namespace LambdaRuntime.Tests.Serving;

public sealed class ResponseStreamingTests : FrameServerTest
{
    [Fact]
    public async Task A_body_goes_out_when_it_is_flushed()
    {
        var finish = new TaskCompletionSource();
        await RunAsync(_ => LambdaResponse.Streamed(
            async (body, _) =>
            {
                await body.FlushAsync(Cancellation);
                body.Write("a"u8);
                await body.WriteAsync("b"u8.ToArray(), Cancellation);
                body.Flush();
                await finish.Task;
                await body.WriteAsync("c"u8.ToArray(), Cancellation);
            },
            "text/plain",
            status: 201));

        var stream = await Client.RequestAsync("/");
        await Client.UntilAsync(() => Client.Answer(stream).Text == "ab");
        Assert.Equal((201, "text/plain"), (Client.Answer(stream).Status, Client.Answer(stream).Header("content-type")));
        finish.SetResult();

        Assert.Equal("abc", (await Client.AnswerAsync(stream)).Text);
    }

    [Theory]
    [InlineData(true, 1_000)]
    [InlineData(true, 100_000)]
    [InlineData(false, 1_000)]
    [InlineData(false, 100_000)]
    public async Task A_body_of_any_length_is_written(bool isAsync, int piece)
    {
        var expected = new byte[3_000_000];
        new Random(1).NextBytes(expected);
        await RunAsync(_ => LambdaResponse.Streamed(async (body, _) =>
        {
            for (var start = 0; start < expected.Length; start += piece)
            {
                if (isAsync)
                    await body.WriteAsync(expected.AsMemory(start, piece), Cancellation);
                else
                    body.Write(expected, start, piece);
            }
        }));

        Assert.Equal(expected, (await Client.AskAsync("/")).Body);
    }

    [Fact]
    public async Task Writing_waits_for_credit_and_holds_up_no_other()
    {
        var written = 0;
        await RunAsync(request => request.Uri == "/" ? new LambdaResponse() : LambdaResponse.Streamed((body, _) =>
        {
            for (; written < 100; written++)
                body.Write(new byte[10_000]);
            return Task.CompletedTask;
        }));
        Client.GrantsCredit = false;
        var stream = await Client.RequestAsync("/big");
        await Client.UntilAsync(() => Client.Answer(stream).Body.Length == FrameClient.InitialCredit);

        Assert.Equal(200, (await Client.AskAsync("/")).Status);
        Assert.InRange(written, 1, 40);
        await Client.CreditAsync(stream, 1_000_000);

        Assert.Equal(1_000_000, (await Client.AnswerAsync(stream)).Body.Length);
    }

    [Fact]
    public async Task Nothing_written_is_an_empty_body()
    {
        await RunAsync(_ => LambdaResponse.Streamed((_, _) => Task.CompletedTask, status: 404));

        var answer = await Client.AskAsync("/");

        Assert.Equal((404, 0), (answer.Status, answer.Body.Length));
    }

    [Fact]
    public async Task A_writer_that_fails_before_anything_is_sent_is_a_500()
    {
        await RunAsync(_ => LambdaResponse.Streamed((body, _) =>
        {
            body.Write(new byte[10]);
            throw new InvalidOperationException("secret");
        }));

        var answer = await Client.AskAsync("/");

        Assert.Equal(500, answer.Status);
        Assert.Equal("application/problem+json", answer.Header("content-type"));
        Assert.DoesNotContain("secret", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_writer_that_fails_later_breaks_the_answer_off()
    {
        await RunAsync(request => request.Uri == "/" ? new LambdaResponse() : LambdaResponse.Streamed(async (body, _) =>
        {
            await body.WriteAsync(new byte[10], Cancellation);
            await body.FlushAsync(Cancellation);
            throw new InvalidOperationException();
        }));

        var answer = await Client.AskAsync("/fails");

        Assert.Equal((200, 3u, false), (answer.Status, answer.Cancelled, answer.IsComplete));
        Assert.Equal(200, (await Client.AskAsync("/")).Status);
    }

    [Fact]
    public async Task A_client_that_has_gone_stops_the_writer()
    {
        var stopped = new TaskCompletionSource<(Exception?, bool)>();
        await RunAsync((_, _) => ValueTask.FromResult(LambdaResponse.Streamed(async (body, token) =>
        {
            var failure = await Record.ExceptionAsync(async () =>
            {
                while (true)
                    await body.WriteAsync(new byte[10_000], CancellationToken.None);
            });
            await Task.Delay(Timeout.Infinite, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            stopped.SetResult((failure, token.IsCancellationRequested));
        })));
        Client.GrantsCredit = false;
        var stream = await Client.RequestAsync("/");
        await Client.UntilAsync(() => Client.Answer(stream).Body.Length == FrameClient.InitialCredit);

        await Client.CancelAsync(stream);

        var (failure, isCancelled) = await stopped.Task.WaitAsync(Eventually.Limit, Cancellation);
        Assert.IsType<OperationCanceledException>(failure);
        Assert.True(isCancelled);
    }

    [Fact]
    public async Task A_head_that_cannot_be_sent_is_a_500_and_stops_the_writer()
    {
        var stopped = new TaskCompletionSource<Exception?>();
        await RunAsync(_ => LambdaResponse.Streamed(
            async (body, _) => stopped.SetResult(await Record.ExceptionAsync(async () =>
            {
                while (true)
                    await body.WriteAsync(new byte[10_000], Cancellation);
            })),
            status: 101));

        Assert.Equal(500, (await Client.AskAsync("/")).Status);
        Assert.IsType<OperationCanceledException>(await stopped.Task.WaitAsync(Eventually.Limit, Cancellation));
    }

    [Fact]
    public async Task A_body_is_streamed_in_both_directions_at_once()
    {
        await RunAsync(
            (request, _) => ValueTask.FromResult(LambdaResponse.Streamed(async (body, token) =>
            {
                var buffer = new byte[100];
                int count;
                while ((count = await request.BodyStream.ReadAsync(buffer, token)) > 0)
                {
                    await body.WriteAsync(buffer.AsMemory(0, count), token);
                    await body.FlushAsync(token);
                }
            })),
            isStreaming: true);
        var stream = await Client.RequestAsync("/", isEnd: false);
        for (byte round = 1; round < 10; round++)
        {
            await Client.DataAsync(stream, new[] { round }, isEnd: false);
            await Client.UntilAsync(() => Client.Answer(stream).Body.Length == round);
        }

        await Client.DataAsync(stream, Array.Empty<byte>(), isEnd: true);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9], (await Client.AnswerAsync(stream)).Body);
    }
}
