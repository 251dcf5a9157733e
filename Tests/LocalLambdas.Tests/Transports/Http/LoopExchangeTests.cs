using System.Runtime.Versioning;
using LocalLambdas.Messages;
using LocalLambdas.Tests.Sockets.Linux;
using LocalLambdas.Transports;
using static LocalLambdas.Tests.Transports.Http.TransportFixture;

namespace LocalLambdas.Tests.Transports.Http;

/// <summary>Requests that are sent on the thread that is told of the connection: there it is not asked for each of them whether it is still open.</summary>
[SupportedOSPlatform("linux")]
public sealed class LoopExchangeTests : IDisposable
{
    private const string Wrong = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwrong";

    private readonly TransportFixture _fixture = new();
    private readonly LoopThread _loop = new();

    [Theory, InlineData("GET", null), InlineData("PUT", "body"), InlineData("POST", "body")]
    public async Task A_connection_carries_one_request_after_another(string method, string? body)
    {
        using var connection = await WarmUpAsync();
        for (var i = 0; i < 3; i++)
        {
            var sending = await _loop.RunAsync(() => _fixture.SendAsync(Request(method, body)));
            Assert.StartsWith($"{method} /x?q=1 HTTP/1.1\r\nHost: h\r\n", await connection.ReadUntilAsync(body ?? "\r\n\r\n"), StringComparison.Ordinal);
            await connection.SendAsync(Hi);
            Assert.Equal("hi", await TextAsync(await sending));
        }

        Assert.False(_fixture.Service.HasAnother);
    }

    [Theory, InlineData("GET", null), InlineData("POST", "body")]
    public async Task What_has_come_before_anybody_asked_is_no_answer(string method, string? body)
    {
        using var connection = await WarmUpAsync();
        await connection.SendAsync(Wrong);

        await GoesElsewhereAsync(await _loop.RunAsync(() => _fixture.SendAsync(Request(method, body))), connection, body);
    }

    [Theory, InlineData("GET", null), InlineData("PUT", "body"), InlineData("POST", "body")]
    public async Task Nor_is_what_the_loop_is_told_together_with_the_request(string method, string? body)
    {
        using var connection = await WarmUpAsync();
        var sending = await _loop.RunBeforeAsync(() => _fixture.SendAsync(Request(method, body)), () => connection.SendAsync(Wrong));

        await GoesElsewhereAsync(sending, connection, body);
    }

    [Theory, InlineData("PUT", 20_000), InlineData("PUT", 64 * 1024), InlineData("PUT", 70_000), InlineData("POST", 20_000)]
    public async Task Nor_is_it_with_one_that_is_too_long_to_be_put_off(string method, int length)
    {
        var body = new string('b', length - 4) + "body";
        using var connection = await WarmUpAsync();
        var sending = await _loop.RunBeforeAsync(() => _fixture.SendAsync(Request(method, body)), () => connection.SendAsync(Wrong));

        await GoesElsewhereAsync(sending, connection, "body");
    }

    [Fact]
    public async Task Nor_is_it_with_one_whose_head_is_long()
    {
        using var connection = await WarmUpAsync();
        var request = Request();
        request.Headers["X-Long"] = new string('h', 20_000);
        var sending = await _loop.RunBeforeAsync(() => _fixture.SendAsync(request), () => connection.SendAsync(Wrong));

        await GoesElsewhereAsync(sending, connection, null);
    }

    [Theory, InlineData("GET", null), InlineData("PUT", "body"), InlineData("POST", "body")]
    public async Task A_connection_of_whose_end_the_loop_is_told_together_with_the_request_carries_none(string method, string? body)
    {
        using var connection = await WarmUpAsync();
        var sending = await _loop.RunBeforeAsync(
            () => _fixture.SendAsync(Request(method, body)),
            () =>
            {
                connection.Dispose();
                return Task.CompletedTask;
            });

        await GoesElsewhereAsync(sending, null, body);
    }

    [Theory, InlineData("GET", null, true), InlineData("PUT", "body", true), InlineData("POST", "body", false)]
    public async Task What_is_idempotent_goes_again_when_the_connection_ends_without_an_answer(string method, string? body, bool goesAgain)
    {
        using var connection = await WarmUpAsync();
        var sending = await _loop.RunAsync(() => _fixture.SendAsync(Request(method, body)));
        await connection.ReadUntilAsync(body ?? "\r\n\r\n");
        connection.Dispose();

        if (goesAgain) await GoesElsewhereAsync(sending, null, body);
        else Assert.Equal(TransportError.NoAnswer, (await Assert.ThrowsAsync<TransportException>(() => sending)).Error);
        Assert.False(_fixture.Service.HasAnother);
    }

    [Fact]
    public async Task What_may_not_go_again_is_sent_at_once()
    {
        using var connection = await WarmUpAsync();
        var (sending, isSent) = await _loop.RunAsync(() => (_fixture.SendAsync(Request("POST", "body")), connection.HasCome()));

        Assert.True(isSent);
        await connection.ReadUntilAsync("body");
        await connection.SendAsync(Hi);
        Assert.Equal("hi", await TextAsync(await sending));
    }

    [Fact]
    public async Task A_request_that_is_given_up_before_it_is_sent_is_not_sent()
    {
        using var connection = await WarmUpAsync();
        using CancellationTokenSource cancellation = new();
        var sending = await _loop.RunAsync(() =>
        {
            var exchange = _fixture.SendAsync(null, cancellation.Token);
            cancellation.Cancel();
            return exchange;
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.Equal("", await connection.ReadAsync());
        using var other = await WarmUpAsync();
    }

    public void Dispose()
    {
        _loop.Dispose();
        _fixture.Dispose();
    }

    // The connection is made on the loop, and so is its own.
    private async Task<ScriptedService.Connection> WarmUpAsync()
    {
        var sending = await _loop.RunAsync(() => _fixture.SendAsync());
        var connection = await _fixture.Service.AcceptAsync();
        await connection.ReadHeadAsync();
        await connection.SendAsync(Hi);
        Assert.Equal("hi", await TextAsync(await sending));
        return connection;
    }

    /// <param name="connection">Of which nothing may come any more.</param>
    private async Task GoesElsewhereAsync(Task<LambdaResponse> sending, ScriptedService.Connection? connection, string? body)
    {
        if (connection is not null) Assert.Equal("", await connection.ReadAsync());
        using var other = await _fixture.Service.AcceptAsync();
        await other.ReadUntilAsync(body ?? "\r\n\r\n");
        await other.SendAsync(Hi);
        Assert.Equal("hi", await TextAsync(await sending));
    }
}
