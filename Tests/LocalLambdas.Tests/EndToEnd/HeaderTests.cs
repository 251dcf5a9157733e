using System.Net;
using System.Text;

namespace LocalLambdas.Tests.EndToEnd;

[Collection(ProxyCollections.First)]
public sealed class HeaderTests : ProxyTest
{
    private static readonly string[] OfTheWay = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "Via"];

    /// <summary>One character is one byte; and what they are as text.</summary>
    public static TheoryData<string, string> Values => new()
    {
        { "caf\u00e9", "caf\u00e9" }, { "caf\u00c3\u00a9", "caf\u00e9" }, { "\u00ff\u00fe\u0080", "\u00ff\u00fe\u0080" }, { "\u00c3\u00a9\u00e9", "\u00c3\u00a9\u00e9" },
    };

    [Theory, MemberData(nameof(Modes))]
    public async Task A_lambda_learns_by_which_way_a_request_came(string mode)
    {
        Manifest.Add("a", mode, "echo");
        var proxy = await StartAsync();
        var authority = proxy.Client.BaseAddress!.Authority;

        var echo = await Echo.GetAsync(proxy.Client, "/a/");

        Assert.Equal(
            [$"for=127.0.0.1;host=\"{authority}\";proto=http", "127.0.0.1", authority, "http", "1.1 local_lambdas"],
            OfTheWay.SelectMany(echo.Header));
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task What_the_client_says_of_the_way_stays_in_front(string mode)
    {
        Manifest.Add("a", mode, "echo");
        var proxy = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/a/");
        request.Headers.Add("Forwarded", ["for=192.0.2.1", "for=192.0.2.2"]);
        request.Headers.Add("X-Forwarded-For", "192.0.2.1");
        request.Headers.Add("Via", "1.1 first");

        using var response = await proxy.Client.SendAsync(request, Cancellation);

        var echo = await Echo.ReadAsync(response);
        Assert.StartsWith("for=192.0.2.1, for=192.0.2.2, for=127.0.0.1;", Assert.Single(echo.Header("Forwarded")), StringComparison.Ordinal);
        Assert.Equal(["192.0.2.1, 127.0.0.1"], echo.Header("X-Forwarded-For"));
        Assert.Equal(["1.1 first, 1.1 local_lambdas"], echo.Header("Via"));
    }

    [Fact]
    public async Task Connection_cannot_take_away_what_the_proxy_says_of_the_way()
    {
        Manifest.Add("a", "pipe", "echo");
        var proxy = await StartAsync();

        var answer = await RawConnection.ExchangeAsync(
            proxy.Client.BaseAddress!,
            "GET /a/ HTTP/1.0\r\nConnection: X-Forwarded-For, Via, Forwarded\r\nX-Forwarded-For: 192.0.2.1\r\n\r\n");

        Assert.Contains("[\"X-Forwarded-For\",\"127.0.0.1\"]", answer, StringComparison.Ordinal);
        Assert.Contains("[\"Forwarded\",\"for=127.0.0.1;proto=http\"]", answer, StringComparison.Ordinal);
        Assert.Contains("[\"Via\",\"1.0 local_lambdas\"]", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pipe", null), InlineData("http", null), InlineData("frames", null), InlineData("plain", null), InlineData("pipe", "true"), InlineData("plain", "true")]
    public async Task Answers_of_lambdas_bear_Via_and_the_proxys_own_errors_do_not(string mode, string? cache)
    {
        Manifest.Add("a", mode, "echo", "header", "Via", "1.1 behind", "header", "Cache-Control", "max-age=60");
        var proxy = await StartAsync(("ENABLE_CACHE", cache));

        for (var i = 0; i < 2; i++)
        {
            using var answer = await proxy.Client.GetAsync("/a/", Cancellation);
            Assert.Equal("1.1 behind, 1.1 local_lambdas", string.Join(", ", answer.Headers.Via));
        }

        using var error = await proxy.Client.GetAsync("/nowhere", Cancellation);
        await AssertProblemAsync(HttpStatusCode.NotFound, error);
        Assert.Empty(error.Headers.Via);
    }

    [Theory, MemberData(nameof(Values))]
    public async Task Header_bytes_that_are_not_ASCII_reach_a_lambda_that_has_text_as_UTF8_or_else_as_Latin1(string bytes, string text)
    {
        foreach (var mode in new[] { "pipe", "http", "frames" })
            Manifest.Add(mode, mode, "echo");
        var proxy = await StartAsync();

        foreach (var mode in new[] { "pipe", "http", "frames" })
            Assert.Contains($"[\"X-One\",\"{Escaped(text)}\"]", await AskAsync(proxy.Client.BaseAddress!, $"/{mode}/", bytes), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Values))]
    public async Task Header_bytes_that_are_not_ASCII_reach_a_lambda_in_plain_HTTP_as_they_were_sent(string bytes, string text)
    {
        Manifest.Add("a", "plain", "echo", "tell-bytes");
        var proxy = await StartAsync();

        var answer = await AskAsync(proxy.Client.BaseAddress!, "/a/", bytes);

        Assert.Contains($"[\"X-One\",\"{Escaped(bytes)}\"]", answer, StringComparison.Ordinal);
        Assert.Contains($"[\"X-Forwarded-For\",\"{Escaped(bytes)}, {Escaped(bytes)}, 127.0.0.1\"]", answer, StringComparison.Ordinal);
        Assert.NotEmpty(text);
    }

    [Theory, MemberData(nameof(Values))]
    public async Task Header_bytes_of_an_answer_in_plain_HTTP_reach_the_client_as_they_were_sent_also_from_the_cache(string bytes, string text)
    {
        Manifest.Add("a", "plain", "raw", $"HTTP/1.1 200 OK\r\nX-One: {bytes}\r\nCache-Control: max-age=3600\r\nContent-Length: 2\r\n\r\nhi");
        var proxy = await StartAsync(("ENABLE_CACHE", "true"));

        // From the lambda, from the cache, and past Kestrel.
        for (var i = 0; i < 3; i++)
        {
            var answer = await AskAsync(proxy.Client.BaseAddress!, "/a/", "1");
            Assert.Contains($"\r\nX-One: {bytes}\r\n", answer, StringComparison.Ordinal);
        }

        Assert.NotEmpty(text);
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task Empty_values_of_an_answer_reach_the_client_also_from_the_cache(string mode)
    {
        Manifest.Add("a", mode, "raw", """{"status":200,"headers":{"X-E":"","X-M":["","b",""],"Vary":"","Cache-Control":"max-age=3600"},"body":"aGk="}""");
        var proxy = await StartAsync(("ENABLE_CACHE", "true"));

        // From the lambda, from the cache, and past Kestrel.
        for (var i = 0; i < 3; i++)
        {
            var answer = await AskAsync(proxy.Client.BaseAddress!, "/a/", "1");
            foreach (var fields in new[] { "X-E: ", "X-M: \r\nX-M: b\r\nX-M: ", "Vary: " })
                Assert.Contains($"\r\n{fields}\r\n", answer, StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task A_header_of_an_answer_that_is_long_goes_to_the_client_whole(string mode)
    {
        var value = string.Concat(Enumerable.Repeat("💀é1", 1000));
        Manifest.Add("a", mode, "raw", $$"""{"status":200,"headers":{"x-one":"{{value}}"} }""");
        var proxy = await StartAsync();

        var answer = await AskAsync(proxy.Client.BaseAddress!, "/a/", "1");

        Assert.Contains($"x-one: {value}\r\n", Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(answer)), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task A_header_of_an_answer_goes_to_the_client_as_UTF8(string mode)
    {
        Manifest.Add("a", mode, "raw", """{"status":200,"headers":{"x-one":"café 日"}}""");
        var proxy = await StartAsync();

        var answer = await RawConnection.ExchangeAsync(proxy.Client.BaseAddress!, "GET /a/ HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");

        Assert.Contains("x-one: café 日\r\n", Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(answer)), StringComparison.Ordinal);
    }

    private static string Escaped(string text) => string.Concat(text.Select(c => c < 128 ? $"{c}" : $"\\u{(int)c:X4}"));

    private static Task<string> AskAsync(Uri proxy, string path, string bytes) => RawConnection.ExchangeAsync(
        proxy, $"GET {path} HTTP/1.1\r\nHost: h\r\nX-One: {bytes}\r\nX-Forwarded-For: {bytes}\r\nX-Forwarded-For: {bytes}\r\nConnection: close\r\n\r\n");
}
