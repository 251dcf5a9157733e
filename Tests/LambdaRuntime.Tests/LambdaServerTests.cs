using System.Text;
using Testing;

namespace LambdaRuntime.Tests;

public sealed class LambdaServerTests : IAsyncDisposable
{
    private readonly string _address = LambdaPipe.FreshAddress();
    private LambdaServer? _server;
    private Task? _running;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Answers_with_and_without_a_half_closed_connection(bool halfClose)
    {
        Run((request, _) => ValueTask.FromResult(LambdaResponse.Text($"Hello from {request.Uri}")));

        var answer = await LambdaPipe.AskAsync(_address, EnvelopeRequest.Write("/x?q=1"), Cancellation, halfClose);

        Assert.Equal(200, answer.Status);
        Assert.Equal("Hello from /x?q=1", Encoding.UTF8.GetString(answer.Body));
    }

    [Fact]
    public async Task Answers_a_request_that_comes_byte_by_byte()
    {
        Run((request, _) => ValueTask.FromResult(LambdaResponse.Bytes(request.Body)));
        await using var connection = await LambdaPipe.ConnectAsync(_address, Cancellation);
        foreach (var part in EnvelopeRequest.Write("/", [1, 2, 3]))
            await connection.WriteAsync(new[] { part }, Cancellation);

        Assert.Equal([1, 2, 3], (await LambdaPipe.ReadAsync(connection, Cancellation)).Body);
    }

    [Fact]
    public async Task Carries_ten_megabytes_both_ways()
    {
        Run((request, _) => ValueTask.FromResult(LambdaResponse.Bytes(request.Body)));
        var body = new byte[10_000_000];
        new Random(1).NextBytes(body);

        Assert.Equal(body, (await LambdaPipe.AskAsync(_address, EnvelopeRequest.Write("/", body), Cancellation)).Body);
    }

    [Fact]
    public async Task Serves_requests_that_come_at_once_at_once()
    {
        const int Clients = 20;
        var waiting = new CountdownEvent(Clients);
        var all = new TaskCompletionSource();
        Run(async (_, _) =>
        {
            if (waiting.Signal())
                all.SetResult();
            await all.Task;
            return new LambdaResponse();
        });

        var answers = await Task.WhenAll(
            Enumerable.Range(0, Clients).Select(_ => LambdaPipe.AskAsync(_address, EnvelopeRequest.Write("/"), Cancellation)));

        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
    }

    [Fact]
    public async Task A_handler_that_blocks_keeps_nobody_else_waiting()
    {
        using var second = new ManualResetEventSlim();
        Run((request, _) =>
        {
            if (request.Uri == "/first")
                second.Wait(Cancellation);
            else
                second.Set();
            return ValueTask.FromResult(new LambdaResponse());
        });

        var first = LambdaPipe.AskAsync(_address, EnvelopeRequest.Write("/first"), Cancellation);
        await LambdaPipe.AskAsync(_address, EnvelopeRequest.Write("/second"), Cancellation);

        Assert.Equal(200, (await first).Status);
    }

    [Fact]
    public async Task A_handler_that_throws_is_a_500_that_tells_no_secrets()
    {
        Run((_, _) => throw new InvalidOperationException("secret"));

        var answer = await LambdaPipe.AskAsync(_address, EnvelopeRequest.Write("/"), Cancellation);

        Assert.Equal(500, answer.Status);
        Assert.Equal("application/problem+json", (string?)answer.Headers["Content-Type"]);
        Assert.Equal(500, (int?)answer.Json["status"]);
        Assert.DoesNotContain("secret", answer.Json.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n", "InvalidJson")]
    [InlineData("{}", "MissingMember")]
    [InlineData("{\"method\":\"GET\",\"uri\":\"/\"} x", "TrailingData")]
    public async Task An_unusable_request_is_a_400(string envelope, string error)
    {
        Run((_, _) => ValueTask.FromResult(new LambdaResponse()));

        var answer = await LambdaPipe.AskAsync(_address, Encoding.UTF8.GetBytes(envelope), Cancellation);

        Assert.Equal(400, answer.Status);
        Assert.Contains(error, (string?)answer.Json["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_breaks_off_is_a_400()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A named pipe cannot be half-closed");
        Run((_, _) => ValueTask.FromResult(new LambdaResponse()));

        var answer = await LambdaPipe.AskAsync(_address, """{"method":"""u8.ToArray(), Cancellation, halfClose: true);

        Assert.Equal(400, answer.Status);
        Assert.Contains("Truncated", (string?)answer.Json["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clients_that_leave_hurt_nobody()
    {
        Run((_, _) => ValueTask.FromResult(LambdaResponse.Bytes(new byte[1_000_000])));

        await (await LambdaPipe.ConnectAsync(_address, Cancellation)).DisposeAsync();
        var hasty = await LambdaPipe.ConnectAsync(_address, Cancellation);
        await hasty.WriteAsync(EnvelopeRequest.Write("/"), Cancellation);
        await hasty.DisposeAsync();

        Assert.Equal(200, (await LambdaPipe.AskAsync(_address, EnvelopeRequest.Write("/"), Cancellation)).Status);
    }

    [Fact]
    public async Task Stopping_finishes_the_requests_in_flight_and_drops_idle_connections()
    {
        var started = new TaskCompletionSource();
        var finish = new TaskCompletionSource();
        Run(async (_, _) =>
        {
            started.SetResult();
            await finish.Task;
            return new LambdaResponse();
        });
        await using var idle = await LambdaPipe.ConnectAsync(_address, Cancellation);
        var inFlight = LambdaPipe.AskAsync(_address, EnvelopeRequest.Write("/"), Cancellation);
        await started.Task.WaitAsync(Cancellation);

        _server!.Stop();
        Assert.Equal(0, await idle.ReadAsync(new byte[1], Cancellation));
        Assert.False(_running!.IsCompleted);
        finish.SetResult();

        Assert.Equal(200, (await inFlight).Status);
        await _running.WaitAsync(Eventually.Limit, Cancellation);
    }

    [Fact]
    public async Task Stopping_gives_up_a_request_that_never_ends()
    {
        var started = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        Run(
            async (_, cancellation) =>
            {
                using var registration = cancellation.Register(cancelled.SetResult);
                started.SetResult();
                await new TaskCompletionSource().Task;
                return new LambdaResponse();
            },
            grace: TimeSpan.Zero);
        await using var connection = await LambdaPipe.ConnectAsync(_address, Cancellation);
        await connection.WriteAsync(EnvelopeRequest.Write("/"), Cancellation);
        await started.Task.WaitAsync(Cancellation);

        _server!.Stop();

        await _running!.WaitAsync(Eventually.Limit, Cancellation);
        await cancelled.Task.WaitAsync(Eventually.Limit, Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        _server!.Abort();
        await _running!;
    }

    private void Run(LambdaHandler handler, TimeSpan? grace = null)
    {
        _server = new LambdaServer(handler, grace);
        _running = _server.RunAsync(Listener.Open(_address));
    }
}
