using System.Net;
using System.Text;

namespace LocalLambdas.Tests.EndToEnd;

[Collection(ProxyCollections.First)]
public sealed class HeaderTests : ProxyTest
{
    private static readonly string[] OfTheWay = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "Via"];

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

    [Fact]
    public async Task What_the_client_says_of_the_way_stays_in_front()
    {
        Manifest.Add("a", "pipe", "echo");
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
    [InlineData("pipe", null), InlineData("http", null), InlineData("pipe", "true")]
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

    [Theory]
    [InlineData("caf\u00e9", "caf\u00e9")]
    [InlineData("caf\u00c3\u00a9", "caf\u00e9")]
    [InlineData("\u00ff\u00fe\u0080", "\u00ff\u00fe\u0080")]
    public async Task Header_bytes_that_are_not_ASCII_reach_the_lambda_as_UTF8_or_else_as_Latin1(string bytes, string text)
    {
        Manifest.Add("b", "http", "echo");
        var proxy = await StartAsync();

        var answer = await RawConnection.ExchangeAsync(
            proxy.Client.BaseAddress!, $"GET /b/ HTTP/1.1\r\nHost: h\r\nX-One: {bytes}\r\nConnection: close\r\n\r\n");

        var escaped = string.Concat(text.Select(c => c < 128 ? $"{c}" : $"\\u{(int)c:X4}"));
        Assert.Contains($"[\"X-One\",\"{escaped}\"]", answer, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task A_header_of_an_answer_goes_to_the_client_as_UTF8(string mode)
    {
        Manifest.Add("a", mode, "raw", """{"status":200,"headers":{"x-one":"café 日"}}""");
        var proxy = await StartAsync();

        var answer = await RawConnection.ExchangeAsync(proxy.Client.BaseAddress!, "GET /a/ HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");

        Assert.Contains("x-one: café 日\r\n", Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(answer)), StringComparison.Ordinal);
    }
}
