using System.Text;
using LambdaRuntime.Frames;
using Testing;

namespace LambdaRuntime.Tests.Serving;

public sealed class FrameServerTests : FrameServerTest
{
    [Fact]
    public async Task Says_hello_and_answers_one_request_after_the_other()
    {
        await RunAsync(request => LambdaResponse.Text($"{request.Method} {request.Uri} {request.Headers["x"]} {Encoding.UTF8.GetString(request.Body.Span)}"));

        var first = await Client.AskAsync("/a?b=ü", "body"u8.ToArray(), "PUT", ("X", "日"));
        var second = await Client.AskAsync("/b");

        Assert.Equal(1, Client.Hello![0]);
        Assert.True(BitConverter.ToInt64(Client.Hello.AsSpan(10)) > 0);
        Assert.Equal((200, "PUT /a?b=ü 日 body"), (first.Status, first.Text));
        Assert.Equal("text/plain; charset=utf-8", first.Header("content-type"));
        Assert.Equal("GET /b  ", second.Text);
    }

    [Fact]
    public async Task Answers_many_that_come_at_once()
    {
        await RunAsync(request => LambdaResponse.Text(request.Uri));
        var streams = new List<uint>();
        for (var index = 0; index < 500; index++)
            streams.Add(await Client.RequestAsync($"/{index}"));

        for (var index = 0; index < 500; index++)
            Assert.Equal($"/{index}", (await Client.AnswerAsync(streams[index])).Text);
    }

    [Fact]
    public async Task Carries_ten_megabytes_both_ways()
    {
        await RunAsync(request => LambdaResponse.Bytes(request.Body));
        var body = Random(10_000_000);

        var stream = await Client.RequestAsync("/", method: "POST", isEnd: false);
        await Client.SendBodyAsync(stream, body);

        Assert.Equal(body, (await Client.AnswerAsync(stream)).Body);
    }

    [Fact]
    public async Task An_answer_waits_for_credit_and_holds_up_no_other()
    {
        await RunAsync(request => LambdaResponse.Bytes(new byte[request.Uri == "/big" ? 300_000 : 1]));
        Client.GrantsCredit = false;
        var big = await Client.RequestAsync("/big");

        Assert.Single((await Client.AskAsync("/small")).Body);

        await Client.UntilAsync(() => Client.Answer(big).Body.Length == Testing.Frames.FrameClient.InitialCredit);
        Assert.False(Client.Answer(big).IsComplete);
        await Client.CreditAsync(big, 300_000 - Testing.Frames.FrameClient.InitialCredit);
        Assert.Equal(300_000, (await Client.AnswerAsync(big)).Body.Length);
    }

    [Fact]
    public async Task A_body_that_may_be_sent_to_its_last_byte_needs_no_more_credit()
    {
        await RunAsync(_ => LambdaResponse.Bytes(new byte[Testing.Frames.FrameClient.InitialCredit]));
        Client.GrantsCredit = false;

        Assert.Equal(Testing.Frames.FrameClient.InitialCredit, (await Client.AskAsync("/")).Body.Length);
    }

    [Fact]
    public async Task Requests_that_come_at_once_are_handled_at_once()
    {
        const int Clients = 20;
        var waiting = new CountdownEvent(Clients);
        var all = new TaskCompletionSource();
        await RunAsync(async (_, _) =>
        {
            if (waiting.Signal())
                all.SetResult();
            await all.Task;
            return new LambdaResponse();
        });

        await AskAtOnceAsync(Clients);
    }

    [Fact]
    public async Task Handlers_that_block_keep_nobody_else_waiting()
    {
        const int Clients = 20;
        using var waiting = new CountdownEvent(Clients);
        await RunAsync(_ =>
        {
            waiting.Signal();
            waiting.Wait(Cancellation);
            return new LambdaResponse();
        });

        await AskAtOnceAsync(Clients);
        await Client.AskAsync("/later");
    }

    [Fact]
    public async Task Answers_that_are_there_go_out_while_a_later_handler_blocks()
    {
        using var second = new ManualResetEventSlim();
        await RunAsync(request =>
        {
            if (request.Uri == "/blocks")
                second.Wait(Cancellation);
            return new LambdaResponse();
        });
        var first = await Client.RequestAsync("/");
        var blocked = await Client.RequestAsync("/blocks");
        await Client.AnswerAsync(first);
        await Client.AskAsync("/");

        second.Set();
        await Client.AnswerAsync(blocked);
    }

    [Fact]
    public async Task A_handler_that_blocks_is_found_after_a_quiet_time()
    {
        using var second = new ManualResetEventSlim();
        await RunAsync(request =>
        {
            if (request.Uri == "/first")
                second.Wait(Cancellation);
            else
                second.Set();
            return new LambdaResponse();
        });
        await Eventually.True(() => IsWatchAsleep, "the watch sleeps");

        var first = await Client.RequestAsync("/first");
        await Client.AskAsync("/second");

        await Client.AnswerAsync(first);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_handler_that_throws_is_a_500_that_tells_no_secrets(bool isAsync)
    {
        await RunAsync(async (_, _) =>
        {
            if (isAsync)
                await Task.Yield();
            throw new InvalidOperationException("secret");
        });

        var answer = await Client.AskAsync("/");

        Assert.Equal(500, answer.Status);
        Assert.Equal("application/problem+json", answer.Header("content-type"));
        Assert.DoesNotContain("secret", answer.Text, StringComparison.Ordinal);
        Assert.Equal(500, (await Client.AskAsync("/")).Status);
    }

    [Fact]
    public async Task A_response_that_cannot_be_sent_is_a_500()
    {
        await RunAsync(request => request.Uri switch
        {
            "/null" => null!,
            "/headers" => new LambdaResponse { Headers = null! },
            "/status" => new LambdaResponse { Status = 101 },
            "/name" => new LambdaResponse { Headers = new() { { "", "x" } } },
            "/long" => new LambdaResponse { Headers = new() { { "x", new string('x', 1 << 20) } }, Body = new byte[300_000] },
            _ => new LambdaResponse { Headers = new() { { "x", null! } } },
        });
        Client.GrantsCredit = false;

        foreach (var uri in new[] { "/null", "/headers", "/status", "/name", "/long", "/value" })
            Assert.Equal((uri, 500, true), (uri, (await Client.AskAsync(uri)).Status, Client.Answer(1).IsComplete));
    }

    [Fact]
    public async Task A_body_that_is_too_large_to_be_held_is_a_413()
    {
        await RunAsync(_ => new LambdaResponse());
        var stream = await Client.RequestAsync("/", method: "POST", isEnd: false);
        await Client.SendBodyAsync(stream, new byte[30_000_001], isEnd: false);

        Assert.Equal(413, (await Client.AnswerAsync(stream)).Status);
        Assert.Equal(200, (await Client.AskAsync("/")).Status);
    }

    [Fact]
    public async Task A_client_that_has_gone_cancels_the_token_and_gets_no_answer()
    {
        var started = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        await RunAsync(async (request, cancellation) =>
        {
            if (request.Uri == "/")
                return new LambdaResponse();
            started.SetResult();
            await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancelled.SetResult();
            return new LambdaResponse();
        });
        var stream = await Client.RequestAsync("/gone");
        await started.Task.WaitAsync(Eventually.Limit, Cancellation);

        await Client.CancelAsync(stream);

        await cancelled.Task.WaitAsync(Eventually.Limit, Cancellation);
        await Client.AskAsync("/");
        Assert.Equal(0, Client.Answer(stream).Status);
    }

    [Fact]
    public async Task A_client_that_has_gone_cancels_a_handler_that_blocks()
    {
        var cancelled = new TaskCompletionSource();
        await RunAsync((request, cancellation) =>
        {
            cancellation.WaitHandle.WaitOne();
            cancelled.SetResult();
            return ValueTask.FromResult(new LambdaResponse());
        });

        await Client.CancelAsync(await Client.RequestAsync("/"));

        await cancelled.Task.WaitAsync(Eventually.Limit, Cancellation);
    }

    [Fact]
    public async Task The_end_of_the_channel_cancels_everything_and_ends_the_server()
    {
        var started = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        await RunAsync(async (_, cancellation) =>
        {
            cancellation.Register(cancelled.SetResult);
            started.SetResult();
            await new TaskCompletionSource().Task;
            return new LambdaResponse();
        });
        await Client.RequestAsync("/");
        await started.Task.WaitAsync(Eventually.Limit, Cancellation);

        await Client.DisposeAsync();

        Assert.Equal(FrameError.None, await Running.WaitAsync(Eventually.Limit, Cancellation));
        await cancelled.Task.WaitAsync(Eventually.Limit, Cancellation);
    }

    [Fact]
    public async Task Stopping_finishes_what_is_in_flight_and_takes_no_more()
    {
        var started = new TaskCompletionSource();

        // Not on the thread of this test, which has to read what the handler sends
        var finish = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await RunAsync(async (_, _) =>
        {
            started.TrySetResult();
            await finish.Task;
            return LambdaResponse.Bytes(new byte[300_000]);
        });
        var inFlight = await Client.RequestAsync("/");
        await started.Task.WaitAsync(Eventually.Limit, Cancellation);

        Stop();
        await Client.UntilAsync(() => Client.GoneAway is not null);
        var late = await Client.RequestAsync("/late", isEnd: false);
        await Client.DataAsync(late, new byte[1], isEnd: true);
        Assert.Equal(inFlight, Client.GoneAway);
        Assert.False(Running.IsCompleted);
        finish.SetResult();

        Assert.Equal(300_000, (await Client.AnswerAsync(inFlight)).Body.Length);
        await Client.EndAsync();
        Assert.Equal(0, Client.Answer(late).Status);
        Assert.Equal(FrameError.None, await Running.WaitAsync(Eventually.Limit, Cancellation));
    }

    [Fact]
    public async Task Stopping_ends_a_server_that_is_idle()
    {
        await RunAsync(_ => new LambdaResponse());
        await Client.AskAsync("/");

        Stop();

        await Client.EndAsync();
        Assert.Equal(1u, Client.GoneAway);
        await Running.WaitAsync(Eventually.Limit, Cancellation);
    }

    [Fact]
    public async Task Stopping_gives_up_a_request_that_never_ends()
    {
        var started = new TaskCompletionSource();
        await RunAsync(
            (_, _) =>
            {
                started.SetResult();
                Thread.Sleep(Timeout.Infinite);
                return default;
            },
            grace: TimeSpan.Zero);
        await Client.RequestAsync("/");
        await started.Task.WaitAsync(Eventually.Limit, Cancellation);

        Stop();

        await Running.WaitAsync(Eventually.Limit, Cancellation);
        await Client.EndAsync();
    }

    private static byte[] Random(int count)
    {
        var bytes = new byte[count];
        new Random(1).NextBytes(bytes);
        return bytes;
    }

    private async Task AskAtOnceAsync(int count)
    {
        var streams = new List<uint>();
        for (var index = 0; index < count; index++)
            streams.Add(await Client.RequestAsync("/"));
        foreach (var stream in streams)
            Assert.Equal(200, (await Client.AnswerAsync(stream)).Status);
    }
}
