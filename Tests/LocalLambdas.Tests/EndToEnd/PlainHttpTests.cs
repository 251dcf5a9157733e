using System.Net;
using Testing;

namespace LocalLambdas.Tests.EndToEnd;

/// <summary>Programs that serve HTTP by themselves.</summary>
[Collection(ProxyCollections.Second)]
public sealed class PlainHttpTests : ProxyTest
{
    private const string Start = "HTTP/1.1 200 OK\r\n";

    public static TheoryData<string> PlainModes => ["plain", "plain-unix"];

    public static TheoryData<string> BadResponses =>
    [
        "220 mail.example ESMTP\r\n", "HTTP/2 200\r\n\r\n", "HTTP/1.1 2x0 OK\r\n\r\n", "HTTP/1.1 600 OK\r\n\r\n", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
        $"{Start}a: b\r\n folded\r\n\r\n", $"{Start}a: b\u007fc\r\n\r\n", $"{Start}a: b\nset-cookie: c\r\n\r\n", $"{Start}a b: c\r\n\r\n", "HTTP/1.1 200 OK\n\n",
        $"{Start}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", $"{Start}Content-Length: 2\r\nContent-Length: 3\r\n\r\nhi",
        $"{Start}Content-Length: +2\r\n\r\nhi", $"{Start}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", $"{Start}Transfer-Encoding: chunked\r\n\r\nx\r\n",
        "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", $"{Start}a: {new string('x', 70_000)}\r\n\r\n",
    ];

    [Theory, MemberData(nameof(BadResponses))]
    public async Task What_is_no_HTTP_response_gives_502(string response)
    {
        Manifest.Add("a", "plain", "raw", response);
        var proxy = await StartAsync();

        using var answer = await proxy.Client.GetAsync("/a/", Cancellation);

        await AssertProblemAsync(HttpStatusCode.BadGateway, answer);
        Assert.Contains("urn:local_lambdas:bad-response", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        await proxy.Output.LoggedAsync("a", "exchange failed: BadResponse");
        Assert.False(answer.Headers.Contains("set-cookie"));
    }

    [Theory]
    [InlineData($"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n{Start}Content-Length: 2\r\n\r\nhi")]
    [InlineData($"{Start}Transfer-Encoding: chunked\r\nTrailer: Link\r\n\r\n1;x=y\r\nh\r\n1\r\ni\r\n0\r\nLink: </a>\r\n\r\n")]
    [InlineData($"{Start}Connection: link\r\nLink: </a>\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nhi")]
    [InlineData("HTTP/1.0 200 OK\r\nKeep-Alive: timeout=5\r\n\r\nhi"), InlineData("HTTP/1.1 200 OK\r\n\r\nhi")]
    public async Task Whatever_ends_a_body_the_client_gets_it_whole_and_nothing_of_the_connection(string response)
    {
        var endsWithConnection = !response.Contains("Content-Length", StringComparison.Ordinal) && !response.Contains("chunked", StringComparison.Ordinal);
        Manifest.Add("a", "plain", endsWithConnection ? ["raw", response, "close"] : ["raw", response]);
        var proxy = await StartAsync();

        for (var i = 0; i < 3; i++)
        {
            using var answer = await proxy.Client.GetAsync("/a/", Cancellation);

            Assert.Equal("hi", await answer.Content.ReadAsStringAsync(Cancellation));
            Assert.Equal(["Date", "Via"], answer.Headers.Select(header => header.Key).Except(["Transfer-Encoding"]).Order());
            Assert.Empty(answer.TrailingHeaders);
        }
    }

    [Fact]
    public async Task A_body_that_only_the_end_of_the_connection_ends_is_not_cached()
    {
        Manifest.Add("a", "plain", "raw", "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\n\r\nwhole or cut", "close");
        var proxy = await StartAsync(("ENABLE_CACHE", "true"));

        for (var i = 0; i < 3; i++)
        {
            using var answer = await proxy.Client.GetAsync("/a/", Cancellation);

            Assert.Equal("whole or cut", await answer.Content.ReadAsStringAsync(Cancellation));
            Assert.Equal("local_lambdas; fwd=miss", Assert.Single(answer.Headers.GetValues("Cache-Status")));
        }
    }

    [Theory, MemberData(nameof(PlainModes))]
    public async Task Bodies_pass_in_both_directions_at_once(string mode)
    {
        Manifest.Add("a", mode, "stream-back");
        var proxy = await StartAsync();
        using var client = await RawConnection.OpenAsync(proxy.Client.BaseAddress!);
        await client.SendAsync("POST /a/ HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
        await client.ReadUntilAsync("\r\n\r\n");

        foreach (var piece in new[] { "first", "second", "third" })
        {
            await client.SendAsync($"{piece.Length:x}\r\n{piece}\r\n");
            await client.ReadUntilAsync($"{piece.Length:x}\r\n{piece}\r\n");
        }

        await client.SendAsync("0\r\n\r\n");
        await client.ReadUntilAsync("\r\n0\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", client.Received, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lambda_may_answer_before_it_has_the_whole_request()
    {
        Manifest.Add("a", "plain", "ignore-body");
        var proxy = await StartAsync();
        using var client = await RawConnection.OpenAsync(proxy.Client.BaseAddress!);

        await client.SendAsync("POST /a/ HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\nbegin");
        await client.ReadUntilAsync("}");

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", client.Received, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(PlainModes))]
    public async Task A_lambda_learns_that_its_client_is_gone(string mode)
    {
        var file = Folder.File("ended");
        Manifest.Add("a", mode, "note-end", file);
        var proxy = await StartAsync();
        using (var client = await RawConnection.OpenAsync(proxy.Client.BaseAddress!))
        {
            await client.SendAsync("GET /a/ HTTP/1.1\r\nHost: h\r\n\r\n");
            await client.ReadUntilAsync("hi");
        }

        await Eventually.True(() => File.Exists(file), "the lambda has noticed");
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 30000\r\n\r\nhi", "close"), InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n", "close")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n", "exit-after-answer")]
    public async Task Half_a_body_never_looks_whole(string response, string ends)
    {
        Manifest.Add("a", "plain", "raw", response, ends);
        var proxy = await StartAsync();

        var received = await RawConnection.ExchangeAsync(proxy.Client.BaseAddress!, "GET /a/ HTTP/1.1\r\nHost: h\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", received, StringComparison.Ordinal);
        Assert.Contains(received.Contains("chunked", StringComparison.Ordinal) ? "\r\n2\r\nhi" : "Content-Length: 30000\r\n", received, StringComparison.Ordinal);
        Assert.DoesNotContain("\r\n0\r\n", received, StringComparison.Ordinal);
        await proxy.Output.LoggedAsync("a", "an answer broke off: ConnectionLost");
    }

    [Fact]
    public async Task A_second_answer_is_nobodys()
    {
        Manifest.Add("a", "plain", "obeys");
        var proxy = await StartAsync();

        for (var i = 0; i < 5; i++)
        {
            using var first = await proxy.Client.GetAsync("/a/?fault=surplus", Cancellation);
            Assert.Equal(HttpStatusCode.OK, first.StatusCode);
            Assert.Equal($"/a/{i}", (await Echo.GetAsync(proxy.Client, $"/a/{i}")).Uri);
        }
    }

    [Fact]
    public async Task A_connection_that_the_lambda_has_closed_is_not_used_again()
    {
        Manifest.Add("a", "plain", "close");
        var proxy = await StartAsync();

        for (var i = 0; i < 30; i++)
            Assert.Equal($"/a/{i}", (await Echo.GetAsync(proxy.Client, $"/a/{i}")).Uri);
    }

    [Fact]
    public async Task A_HEAD_has_the_length_that_the_lambda_says()
    {
        Manifest.Add("a", "plain", "big-answer", "1000");
        var proxy = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Head, "/a/");

        using var response = await proxy.Client.SendAsync(request, Cancellation);

        Assert.Equal(1000, response.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task A_lambda_is_told_the_protocol_and_an_address_of_the_kind_that_the_manifest_says()
    {
        Manifest.Add("a", "plain", "echo").Add("b", "plain-unix", "echo");
        var proxy = await StartAsync();

        Assert.StartsWith("127.0.0.1:", (await Echo.GetAsync(proxy.Client, "/a/")).Address, StringComparison.Ordinal);
        Assert.StartsWith("unix:", (await Echo.GetAsync(proxy.Client, "/b/")).Address, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Connection: x-one\r\nX-One: 1\r\n", "X-One"), InlineData("TE: trailers\r\n", "TE"), InlineData("Keep-Alive: 5\r\n", "Keep-Alive")]
    [InlineData("Upgrade: h2c\r\nConnection: upgrade\r\n", "Upgrade"), InlineData("Expect: 100-continue\r\n", "Expect")]
    public async Task Headers_of_the_clients_connection_do_not_reach_the_lambda(string headers, string name)
    {
        Manifest.Add("a", "plain", "echo");
        var proxy = await StartAsync();

        using var client = await RawConnection.OpenAsync(proxy.Client.BaseAddress!);
        await client.SendAsync($"POST /a/ HTTP/1.1\r\nHost: h\r\n{headers}Content-Length: 2\r\n\r\nhi");
        await client.ReadUntilAsync("\"nonce\"");

        Assert.Contains("\"bodyLength\":2", client.Received, StringComparison.Ordinal);
        Assert.DoesNotContain($"[\"{name}\"", client.Received, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_client_that_breaks_off_its_body_breaks_off_the_request_of_the_lambda()
    {
        Manifest.Add("a", "plain", "echo");
        var proxy = await StartAsync();
        var first = await Echo.GetAsync(proxy.Client, "/a/");

        // More than the buffers between client and proxy take (tcp_wmem and tcp_rmem, tcp(7)), so that the lambda has some of it when the
        // client goes: of one that is gone before, the lambda need not hear.
        var begin = new string('x', 16 * 1024 * 1024);
        using (var client = await RawConnection.OpenAsync(proxy.Client.BaseAddress!))
            await client.SendAsync($"POST /a/ HTTP/1.1\r\nHost: h\r\nContent-Length: {begin.Length + 1}\r\n\r\n{begin}");

        await Eventually.True(() => proxy.Output.Of("a").Any(IsBrokenOff), "the lambda has noticed");
        Assert.Equal(first.Nonce, (await Echo.GetAsync(proxy.Client, "/a/")).Nonce);
    }

    [Theory]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\nbegin\r\nx\r\n", "400"), InlineData("Content-Length: 1000000\r\n\r\nbegin", "413")]
    public async Task A_body_that_is_illegal_or_too_large_is_the_clients_error(string rest, string status)
    {
        Manifest.Add("a", "plain", "echo");
        var proxy = await StartAsync(("MAX_STREAMED_BODY_BYTES", "1000"));

        var received = await RawConnection.ExchangeAsync(proxy.Client.BaseAddress!, $"POST /a/ HTTP/1.1\r\nHost: h\r\n{rest}");

        Assert.StartsWith($"HTTP/1.1 {status} ", received, StringComparison.Ordinal);
    }

    // By a reset the lambda may lose what it had not read yet
    private static bool IsBrokenOff(string line) =>
        line.Contains("broke off", StringComparison.Ordinal) || line.Contains("Connection reset", StringComparison.Ordinal);
}
