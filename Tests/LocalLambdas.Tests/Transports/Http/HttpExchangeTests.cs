using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text;
using LocalLambdas.Transports;
using Testing;
using static LocalLambdas.Tests.Transports.Http.TransportFixture;

namespace LocalLambdas.Tests.Transports.Http;

/// <summary>One request and its answer, byte by byte.</summary>
public sealed class HttpExchangeTests : IDisposable
{
    private readonly TransportFixture _fixture = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_small_request_is_sent_in_one_piece()
    {
        var sending = _fixture.SendAsync(Request("POST", "hello"));
        using var connection = await _fixture.Service.AcceptAsync();

        Assert.Equal("POST /x?q=1 HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello", await connection.ReadAsync());
        await connection.SendAsync(Hi);
        await sending;
    }

    [Theory]
    [InlineData("GET", ""), InlineData("DELETE", ""), InlineData("POST", "Content-Length: 0\r\n"), InlineData("PROPFIND", "Content-Length: 0\r\n")]
    public async Task Where_content_is_expected_it_is_said_that_there_is_none(string method, string framing)
    {
        var sending = _fixture.SendAsync(Request(method));
        using var connection = await _fixture.Service.AcceptAsync();

        Assert.Equal($"{method} /x?q=1 HTTP/1.1\r\nHost: h\r\n{framing}\r\n", await connection.ReadHeadAsync());
        await connection.SendAsync(Hi);
        await sending;
    }

    [Theory]
    [InlineData("GET", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + Hi, "hi")]
    [InlineData("GET", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;a=b\r\nh\r\n1\r\ni\r\n0\r\nX-Trailer: x\r\n\r\n", "hi")]
    [InlineData("GET", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", ""), InlineData("GET", "HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\n", "")]
    [InlineData("HEAD", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", ""), InlineData("GET", "HTTP/1.1 304 Not Modified\r\nContent-Length: 2\r\n\r\n", "")]
    public async Task An_answer_is_read_whole_whatever_the_pieces_and_the_connection_stays(string method, string answer, string body)
    {
        using var connection = await _fixture.WarmUpAsync();
        for (var size = 1; size <= answer.Length; size += 7)
        {
            var sending = _fixture.SendAsync(Request(method));
            await connection.ReadHeadAsync();
            foreach (var piece in answer.Chunk(size)) await connection.SendAsync(new(piece));

            var response = await sending;
            Assert.Equal(body, await TextAsync(response));
            Assert.Empty(response.Headers);
        }

        Assert.False(_fixture.Service.HasAnother);
    }

    [Fact]
    public async Task Without_a_length_an_answer_ends_with_its_connection()
    {
        var sending = _fixture.SendAsync();
        using var connection = await _fixture.Service.AcceptAsync();
        await connection.ReadHeadAsync();
        await connection.SendAsync("HTTP/1.1 200 OK\r\n\r\nh");
        var response = await sending;
        Assert.Null(response.Rest!.Length);
        await connection.SendAsync("i");
        connection.Dispose();

        Assert.Equal("hi", await TextAsync(response));
    }

    [Fact]
    public async Task A_HEAD_tells_the_length_and_takes_nothing_of_it()
    {
        var sending = _fixture.SendAsync(Request("HEAD"));
        using var connection = await _fixture.Service.AcceptAsync();
        await connection.ReadHeadAsync();
        await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");

        Assert.Equal(1000, (await sending).Rest!.Length);
        var next = _fixture.SendAsync();
        await connection.ReadHeadAsync();
        await connection.SendAsync(Hi);
        Assert.Equal("hi", await TextAsync(await next));
    }

    [Fact]
    public async Task A_body_comes_piece_by_piece()
    {
        var sending = _fixture.SendAsync();
        using var connection = await _fixture.Service.AcceptAsync();
        await connection.ReadHeadAsync();
        await connection.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        var rest = (await sending).Rest!;
        var buffer = new byte[100];

        foreach (var piece in new[] { "one", "two" })
        {
            await connection.SendAsync($"{piece.Length:x}\r\n{piece}\r\n");
            var read = await rest.ReadAsync(buffer, Cancellation);
            Assert.Equal(piece, Encoding.ASCII.GetString(buffer, 0, read));
        }

        await connection.SendAsync("0\r\n\r\n");
        Assert.Equal(0, await rest.ReadAsync(buffer, Cancellation));
        await rest.DisposeAsync();
    }

    [Theory, InlineData(null), InlineData(20_000L)]
    public async Task A_request_goes_piece_by_piece_while_its_answer_comes(long? length)
    {
        var body = new Pipe();
        var sending = _fixture.SendAsync(Request(body, length));
        using var connection = await _fixture.Service.AcceptAsync();
        var head = await connection.ReadHeadAsync();
        Assert.EndsWith(length is null ? "Transfer-Encoding: chunked\r\n\r\n" : "Content-Length: 20000\r\n\r\n", head, StringComparison.Ordinal);
        await connection.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        var rest = (await sending).Rest!;

        for (var i = 0; i < 2; i++)
        {
            var piece = new string((char)('a' + i), 10_000);
            await body.Writer.WriteAsync(Encoding.ASCII.GetBytes(piece), Cancellation);
            await connection.ReadUntilAsync(piece[^100..] + (length is null ? "\r\n" : ""));
            await connection.SendAsync($"1\r\n{i}\r\n");
            var buffer = new byte[100];
            Assert.Equal(1, await rest.ReadAsync(buffer, Cancellation));
            Assert.Equal('0' + i, buffer[0]);
        }

        await connection.SendAsync("0\r\n\r\n");
        await body.Writer.CompleteAsync();
        Assert.Equal(0, await Eventually.Within(rest.ReadAsync(new byte[1], Cancellation).AsTask()));
        await rest.DisposeAsync();

        var next = _fixture.SendAsync();
        await connection.ReadUntilAsync("GET /x?q=1 HTTP/1.1\r\nHost: h\r\n\r\n");
        await connection.SendAsync(Hi);
        Assert.Equal("hi", await TextAsync(await next));
    }

    [Fact]
    public async Task An_answer_that_comes_before_the_whole_request_is_passed_on()
    {
        var body = new Pipe();
        await body.Writer.WriteAsync(new byte[1000], Cancellation);
        var sending = _fixture.SendAsync(Request(body, 1_000_000));
        using var connection = await _fixture.Service.AcceptAsync();
        await connection.ReadUntilAsync("\r\n\r\n" + new string('\0', 1000));
        await connection.SendAsync("HTTP/1.1 413 Too much\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi");
        connection.Dispose();

        var response = await sending;

        Assert.Equal(413, response.Status);
        Assert.Equal("hi", await TextAsync(response));
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\nx\r\n", TransportError.BadResponse)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", TransportError.BadResponse), InlineData("nonsense", TransportError.BadResponse)]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\n\r\n", TransportError.BadResponse)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nhi", TransportError.ConnectionLost), InlineData("HTTP/1.1 100 Continue\r\n\r\n", TransportError.ConnectionLost)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 30000\r\n\r\nhi", TransportError.ConnectionLost)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n", TransportError.ConnectionLost)]
    internal async Task What_is_no_answer_or_half_of_one_fails_and_closes_the_connection(string answer, TransportError error)
    {
        var sending = _fixture.SendAsync();
        using var connection = await _fixture.Service.AcceptAsync();
        await connection.ReadHeadAsync();
        await connection.SendAsync(answer);
        if (error is TransportError.ConnectionLost) connection.Dispose();

        Assert.Equal(error, (await Assert.ThrowsAsync<TransportException>(async () => await TextAsync(await sending))).Error);
        if (error is TransportError.BadResponse) Assert.Equal("", await connection.ReadAsync());
    }

    [Fact]
    public async Task Interim_responses_without_end_are_refused()
    {
        var sending = _fixture.SendAsync();
        using var connection = await _fixture.Service.AcceptAsync();
        await connection.ReadHeadAsync();
        await Assert.ThrowsAsync<SocketException>(async () =>
        {
            // Without end, until the transport closes the connection.
            while (true) await connection.SendAsync("HTTP/1.1 100 Continue\r\n\r\n");
        });

        Assert.Equal(TransportError.BadResponse, (await Assert.ThrowsAsync<TransportException>(() => sending)).Error);
    }

    [Fact]
    public async Task Who_speaks_first_is_no_HTTP_server()
    {
        var ready = _fixture.Transport.WaitUntilReadyAsync(Cancellation);
        using var connection = await _fixture.Service.AcceptAsync();
        await ready;
        await connection.SendAsync("220 mail.example ESMTP\r\n");

        // The connection is dropped, and the next one says nothing before it is asked.
        var sending = _fixture.SendAsync();
        using var other = await _fixture.Service.AcceptAsync();
        await other.ReadHeadAsync();
        await other.SendAsync("220 mail.example ESMTP\r\n");

        Assert.Contains("NotHttp", (await Assert.ThrowsAsync<TransportException>(() => sending)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_client_goes_away_the_connection_is_closed()
    {
        using var gone = new CancellationTokenSource();
        var sending = _fixture.SendAsync(cancellationToken: gone.Token);
        using var connection = await _fixture.Service.AcceptAsync();
        await connection.ReadHeadAsync();

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.Equal("", await connection.ReadAsync());
    }

    [Fact]
    public async Task When_nobody_wants_the_rest_the_connection_is_closed()
    {
        var sending = _fixture.SendAsync();
        using var connection = await _fixture.Service.AcceptAsync();
        await connection.ReadHeadAsync();
        await connection.SendAsync("HTTP/1.1 200 OK\r\n\r\nh");

        await (await sending).Rest!.DisposeAsync();

        Assert.Equal("", await connection.ReadAsync());
    }

    [Fact]
    public async Task When_the_process_is_given_up_what_is_in_flight_fails()
    {
        var sending = _fixture.SendAsync();
        using var connection = await _fixture.Service.AcceptAsync();
        await connection.ReadHeadAsync();

        _fixture.Transport.Dispose();

        Assert.Equal(TransportError.NoAnswer, (await Assert.ThrowsAsync<TransportException>(() => sending)).Error);
        Assert.Equal("", await connection.ReadAsync());
    }

    public void Dispose() => _fixture.Dispose();
}
