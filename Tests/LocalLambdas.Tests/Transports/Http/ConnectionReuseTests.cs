using LocalLambdas.Messages;
using LocalLambdas.Transports;
using Testing;
using static LocalLambdas.Tests.Transports.Http.TransportFixture;

namespace LocalLambdas.Tests.Transports.Http;

/// <summary>Which connection carries a request, and how often.</summary>
public sealed class ConnectionReuseTests : IDisposable
{
    private readonly TransportFixture _fixture = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_connection_carries_one_request_after_another()
    {
        using var connection = await _fixture.WarmUpAsync();
        for (var i = 0; i < 3; i++)
        {
            var sending = _fixture.SendAsync();
            Assert.StartsWith("GET /x?q=1 HTTP/1.1\r\nHost: h\r\n", await connection.ReadHeadAsync(), StringComparison.Ordinal);
            await connection.SendAsync(Hi);
            Assert.Equal("hi", await TextAsync(await sending));
        }

        Assert.False(_fixture.Service.HasAnother);
    }

    [Fact]
    public async Task The_connection_by_which_the_service_was_found_ready_carries_the_first_request()
    {
        await _fixture.Transport.WaitUntilReadyAsync(Cancellation);
        using var connection = await _fixture.Service.AcceptAsync();

        var sending = _fixture.SendAsync();
        await connection.ReadHeadAsync();
        await connection.SendAsync(Hi);

        Assert.Equal("hi", await TextAsync(await sending));
        Assert.False(_fixture.Service.HasAnother);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi"), InlineData("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nhi")]
    [InlineData(Hi + "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwrong"), InlineData(Hi + "\r\n")]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\nwrong"), InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\nwrong")]
    public async Task No_request_follows_an_answer_behind_which_something_else_comes(string answer)
    {
        var first = _fixture.SendAsync();
        using var connection = await _fixture.Service.AcceptAsync();
        await connection.ReadHeadAsync();
        await connection.SendAsync(answer);
        Assert.DoesNotContain("wrong", await TextAsync(await first), StringComparison.Ordinal);
        Assert.Equal("", await connection.ReadAsync());

        using var other = await _fixture.WarmUpAsync();
    }

    [Fact]
    public async Task What_comes_while_nobody_has_asked_is_no_answer_to_the_next_request()
    {
        using var connection = await _fixture.WarmUpAsync();
        await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwrong");

        using var other = await _fixture.WarmUpAsync();
    }

    [Theory, InlineData("GET"), InlineData("POST")]
    public async Task A_connection_that_was_closed_meanwhile_is_not_used(string method)
    {
        (await _fixture.WarmUpAsync()).Dispose();

        var sending = _fixture.SendAsync(Request(method, "body"));
        using var other = await _fixture.Service.AcceptAsync();
        await other.ReadUntilAsync("body");
        await other.SendAsync(Hi);

        Assert.Equal("hi", await TextAsync(await sending));
    }

    [Theory, InlineData("GET", true), InlineData("PUT", true), InlineData("POST", false)]
    public async Task What_is_idempotent_goes_again_when_a_kept_connection_ends_without_an_answer(string method, bool goesAgain)
    {
        using var connection = await _fixture.WarmUpAsync();
        var sending = _fixture.SendAsync(Request(method, "body"));
        await connection.ReadUntilAsync("body");
        connection.Dispose();

        if (!goesAgain)
        {
            Assert.Equal(TransportError.NoAnswer, (await Assert.ThrowsAsync<TransportException>(() => sending)).Error);
            Assert.False(_fixture.Service.HasAnother);
            return;
        }

        using var other = await _fixture.Service.AcceptAsync();
        await other.ReadUntilAsync("body");
        await other.SendAsync(Hi);
        Assert.Equal("hi", await TextAsync(await sending));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task It_goes_again_once_and_never_when_the_connection_was_new(bool isWarm)
    {
        if (isWarm)
        {
            var warm = await _fixture.WarmUpAsync();
            var again = _fixture.SendAsync();
            await warm.ReadHeadAsync();
            warm.Dispose();
            await CloseAfterHeadAsync();
            Assert.Equal(TransportError.NoAnswer, (await Assert.ThrowsAsync<TransportException>(() => again)).Error);
        }
        else
        {
            var sending = _fixture.SendAsync();
            await CloseAfterHeadAsync();
            Assert.Equal(TransportError.NoAnswer, (await Assert.ThrowsAsync<TransportException>(() => sending)).Error);
        }

        Assert.False(_fixture.Service.HasAnother);
    }

    [Fact]
    public async Task A_part_of_an_answer_is_not_asked_for_again()
    {
        using var connection = await _fixture.WarmUpAsync();
        var sending = _fixture.SendAsync();
        await connection.ReadHeadAsync();
        await connection.SendAsync("HTTP/1.1 200");
        connection.Dispose();

        Assert.Equal(TransportError.ConnectionLost, (await Assert.ThrowsAsync<TransportException>(() => sending)).Error);
        Assert.False(_fixture.Service.HasAnother);
    }

    [Fact]
    public async Task Requests_at_a_time_have_a_connection_each_and_the_one_used_last_is_used_next()
    {
        Task<LambdaResponse>[] sending = [_fixture.SendAsync(), _fixture.SendAsync(), _fixture.SendAsync()];
        var connections = new List<ScriptedService.Connection>();
        for (var i = 0; i < sending.Length; i++)
        {
            connections.Add(await _fixture.Service.AcceptAsync());
            await connections[i].ReadHeadAsync();
        }

        for (var i = sending.Length - 1; i >= 0; i--)
        {
            await connections[i].SendAsync(Hi);
            await Eventually.True(() => sending.Count(request => request.IsCompleted) == sending.Length - i, "another answer has come");
        }

        var next = _fixture.SendAsync();
        await connections[0].ReadHeadAsync();
        await connections[0].SendAsync(Hi);
        await next;
        Assert.False(_fixture.Service.HasAnother);
        connections.ForEach(connection => connection.Dispose());
    }

    [Fact]
    public async Task A_service_that_does_not_accept_is_told_as_such()
    {
        _fixture.Service.Dispose();

        Assert.Equal(TransportError.Connect, (await Assert.ThrowsAsync<TransportException>(() => _fixture.SendAsync())).Error);
    }

    public void Dispose() => _fixture.Dispose();

    private async Task CloseAfterHeadAsync()
    {
        using var connection = await _fixture.Service.AcceptAsync();
        await connection.ReadHeadAsync();
    }
}
