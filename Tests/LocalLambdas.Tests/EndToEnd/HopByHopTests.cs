namespace LocalLambdas.Tests.EndToEnd;

/// <summary>What concerns one connection only (RFC 9110, 7.6.1) stays there, whatever stands beside it.</summary>
[Collection(ProxyCollections.Second)]
public sealed class HopByHopTests : ProxyTest
{
    [Theory]
    [InlineData("X-One"), InlineData("close, X-One"), InlineData("x-one,CLOSE"), InlineData("keep-alive, X-One"), InlineData("Upgrade, X-One")]
    [InlineData("close, keep-alive, X-One"), InlineData("X-One, Host"), InlineData("X-One\tclose, X-One")]
    [InlineData("close\r\nConnection: X-One"), InlineData("X-One\r\nConnection: close"), InlineData("keep-alive\r\nConnection: X-One")]
    public async Task What_Connection_names_does_not_reach_the_lambda_but_Host_does(string connection)
    {
        Manifest.Add("a", "pipe", "echo");
        var proxy = await StartAsync();

        var answer = await AskAsync(proxy.Client.BaseAddress!, $"Connection: {connection}\r\nX-One: 1\r\nX-Two: 2\r\n");

        Assert.DoesNotContain("x-one", answer, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("[\"X-Two\",\"2\"]", answer, StringComparison.Ordinal);
        Assert.Contains("[\"Host\",\"h\"]", answer, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task What_Connection_names_does_not_reach_a_lambda_of_any_protocol(string mode)
    {
        Manifest.Add("a", mode, "echo");
        var proxy = await StartAsync();

        var answer = await AskAsync(proxy.Client.BaseAddress!, "X-Before: 1\r\nConnection: x-before\r\nConnection: close, X-AFTER\r\nX-After: 1\r\nX-Two: 2\r\n");

        Assert.DoesNotContain("x-before", answer, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("x-after", answer, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("[\"X-Two\",\"2\"]", answer, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task What_concerns_the_connection_of_a_lambda_does_not_reach_the_client(string mode)
    {
        string[] names = ["Keep-Alive", "Proxy-Authenticate", "Proxy-Connection", "TE", "Trailer", "Upgrade", "X-Named"];
        string[] behaviour = ["echo", "header", "Connection", "x-named, Via", .. names.SelectMany(name => new[] { "header", name, "Lambda-Value" })];
        Manifest.Add("a", mode, behaviour);
        var proxy = await StartAsync();

        var answer = await AskAsync(proxy.Client.BaseAddress!, "");

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Lambda-Value", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("X-Named", answer, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("\r\nVia: 1.1 local_lambdas\r\n", answer, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task What_is_always_of_the_connection_does_not_reach_the_lambda(string mode)
    {
        Manifest.Add("a", mode, "echo");
        var proxy = await StartAsync();

        var answer = await AskAsync(
            proxy.Client.BaseAddress!,
            "Connection: TE\r\nTE: trailers\r\nKeep-Alive: timeout=5\r\nProxy-Connection: keep-alive\r\nProxy-Authorization: Basic eDp5\r\nUpgrade: h2c\r\nTrailer: X-After\r\nX-Two: 2\r\n");

        foreach (var name in new[] { "Connection", "TE", "Keep-Alive", "Proxy-Connection", "Proxy-Authorization", "Upgrade", "Trailer" })
            Assert.DoesNotContain($"[\"{name}\",", answer, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("[\"X-Two\",\"2\"]", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.1", "keep-alive"), InlineData("1.0", "keep-alive"), InlineData("1.1", "Keep-Alive, keep-alive")]
    public async Task Who_wants_the_connection_kept_keeps_it(string version, string connection)
    {
        Manifest.Add("a", "pipe", "echo");
        var proxy = await StartAsync();

        var answer = await RawConnection.ExchangeAsync(
            proxy.Client.BaseAddress!,
            $"GET /a/1 HTTP/{version}\r\nHost: h\r\nConnection: {connection}\r\n\r\nGET /a/2 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");

        Assert.Contains("\"uri\":\"/a/1\"", answer, StringComparison.Ordinal);
        Assert.Contains("\"uri\":\"/a/2\"", answer, StringComparison.Ordinal);
    }

    private static async Task<string> AskAsync(Uri proxy, string headers)
    {
        using var connection = await RawConnection.OpenAsync(proxy);
        await connection.SendAsync($"GET /a/ HTTP/1.1\r\nHost: h\r\n{headers}\r\n");
        await connection.ReadUntilAsync("\"nonce\"");
        return connection.Received;
    }
}
