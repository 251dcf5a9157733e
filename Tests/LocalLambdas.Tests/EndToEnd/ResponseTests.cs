using System.Net;
using System.Security.Cryptography;
using Testing;

namespace LocalLambdas.Tests.EndToEnd;

[Collection(ProxyCollections.Second)]
public sealed class ResponseTests : ProxyTest
{
    public static TheoryData<string, string[]> BadAnswers
    {
        get
        {
            var data = new TheoryData<string, string[]>();
            foreach (var mode in new[] { "pipe", "http" })
            {
                data.Add(mode, ["close-without-answer"]);
                data.Add(mode, ["truncated"]);
                data.Add(mode, ["raw", "no JSON at all"]);
                data.Add(mode, ["raw", "[]"]);
                data.Add(mode, ["raw", "{}"]);
                data.Add(mode, ["raw", """{"headers":{},"body":""}"""]);
                data.Add(mode, ["raw", """{"status":"ok","headers":{},"body":""}"""]);
                data.Add(mode, ["raw", """{"status":99,"headers":{},"body":""}"""]);
                data.Add(mode, ["raw", """{"status":1000,"headers":{},"body":""}"""]);
                data.Add(mode, ["raw", """{"status":100,"headers":{},"body":""}"""]);
                data.Add(mode, ["raw", """{"status":101,"headers":{"Upgrade":"x"},"body":""}"""]);
                data.Add(mode, ["raw", """{"status":199,"headers":{},"body":""}"""]);
                data.Add(mode, ["raw", """{"status":600,"headers":{},"body":""}"""]);
                data.Add(mode, ["raw", """{"status":-200,"headers":{},"body":""}"""]);
                data.Add(mode, ["raw", """{"status":200.5,"headers":{},"body":""}"""]);
                data.Add(mode, ["raw", """{"status":200,"headers":{},"body":"***"}"""]);
                data.Add(mode, ["raw", """{"status":200,"headers":{},"body":17}"""]);
                data.Add(mode, ["raw", """{"status":200,"headers":{"x":17},"body":""}"""]);
                data.Add(mode, ["raw", """{"status":200,"headers":{"x":"a\r\nset-cookie: b"},"body":""}"""]);
                data.Add(mode, ["raw", """{"status":200,"headers":{"a b":"c"},"body":""}"""]);
                data.Add(mode, ["raw", """{"status":200,"headers":{},"body":""} and more"""]);
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(BadAnswers))]
    public async Task A_bad_answer_gives_502(string mode, string[] behaviour)
    {
        Manifest.Add("a", mode, behaviour);
        var proxy = await StartAsync();

        using var response = await proxy.Client.GetAsync("/a/", Cancellation);

        var detail = await AssertProblemAsync(HttpStatusCode.BadGateway, response);
        Assert.False(response.Headers.Contains("set-cookie"));

        // A short reason: no path, no stack, nothing of the answer
        Assert.InRange(detail.Length, 1, 120);
        Assert.DoesNotContain(Path.DirectorySeparatorChar, detail);
        Assert.DoesNotContain(" at ", detail, StringComparison.Ordinal);
        await Eventually.True(() => proxy.Output.Of("a").Any(line => line.StartsWith("exchange failed: ", StringComparison.Ordinal)), "it is in the log");
    }

    [Theory, MemberData(nameof(OwnProtocols))]
    public async Task An_answer_with_a_byte_order_mark_is_accepted(string mode)
    {
        Manifest.Add("a", mode, "bom");
        var proxy = await StartAsync();

        Assert.Equal("/a/x", (await Echo.GetAsync(proxy.Client, "/a/x")).Uri);
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task Status_and_headers_reach_the_client_and_several_values_stay_several(string mode)
    {
        Manifest.Add("a", mode, "raw", """{"status":418,"headers":{"Set-Cookie":["a=1","b=2"],"X-One":"1"},"body":"aGk="}""");
        var proxy = await StartAsync();

        using var response = await proxy.Client.GetAsync("/a/", Cancellation);

        Assert.Equal(418, (int)response.StatusCode);
        Assert.Equal(["a=1", "b=2"], response.Headers.GetValues("Set-Cookie"));
        Assert.Equal(["1"], response.Headers.GetValues("X-One"));
        Assert.Equal("hi", await response.Content.ReadAsStringAsync(Cancellation));
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task A_header_value_outside_ASCII_is_passed_on_or_refused_but_breaks_nothing(string mode)
    {
        Manifest.Add("a", mode, "raw", """{"status":200,"headers":{"x-one":"ä"},"body":"aGk="}""");
        var proxy = await StartAsync();

        using var response = await proxy.Client.GetAsync("/a/", Cancellation);

        if (response.StatusCode is not HttpStatusCode.OK)
            await AssertProblemAsync(HttpStatusCode.BadGateway, response);
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task A_HEAD_request_is_answered_without_a_body(string mode)
    {
        Manifest.Add("a", mode, "big-answer", "1000");
        var proxy = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Head, "/a/");

        using var response = await proxy.Client.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task Methods_are_case_sensitive(string mode)
    {
        Manifest.Add("a", mode, "raw", """{"status":200,"body":"aGk="}""");
        var proxy = await StartAsync();

        var answer = await RawConnection.ExchangeAsync(proxy.Client.BaseAddress!, "head /a/ HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200 OK", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nhi", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pipe", 204), InlineData("http", 204), InlineData("frames", 204), InlineData("plain", 204)]
    [InlineData("pipe", 304), InlineData("http", 304), InlineData("frames", 304), InlineData("plain", 304)]
    public async Task An_answer_that_cannot_have_a_body_is_passed_on(string mode, int status)
    {
        Manifest.Add("a", mode, "raw", $$"""{"status":{{status}},"headers":{"x-one":"1"},"body":""}""");
        var proxy = await StartAsync();

        using var response = await proxy.Client.GetAsync("/a/", Cancellation);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(["1"], response.Headers.GetValues("x-one"));
    }

    [Theory, InlineData(204), InlineData(205), InlineData(304)]
    public async Task An_answer_that_cannot_have_a_body_may_tell_a_length(int status)
    {
        var answer = $$$"""{"status":{{{status}}},"headers":{"Content-Length":"10"}}""";
        Manifest.Add("a", "frames", "raw", answer).Add("apart", "frames", "ends-apart", "raw", answer);
        var proxy = await StartAsync();

        foreach (var path in new[] { "/a/", "/apart/" })
        {
            using var response = await proxy.Client.GetAsync(path, Cancellation);
            Assert.Equal(status, (int)response.StatusCode);
        }
    }

    [Theory, InlineData(10), InlineData(0)]
    public async Task The_length_that_a_lambda_tells_of_a_HEAD_with_frames_reaches_the_client(int length)
    {
        var answer = $$$"""{"status":200,"headers":{"Content-Length":"{{{length}}}"}}""";
        Manifest.Add("a", "frames", "raw", answer).Add("apart", "frames", "ends-apart", "raw", answer);
        var proxy = await StartAsync(("ENABLE_CACHE", "true"));

        foreach (var path in new[] { "/a/", "/apart/" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Head, path);
            using var response = await proxy.Client.SendAsync(request, Cancellation);
            Assert.Equal((HttpStatusCode.OK, length), (response.StatusCode, response.Content.Headers.ContentLength));
        }
    }

    [Theory, MemberData(nameof(OwnProtocols))]
    public async Task Headers_of_the_connection_are_the_proxys_own(string mode)
    {
        Manifest.Add("a", mode, "raw",
            """{"status":200,"headers":{"Transfer-Encoding":"chunked","Content-Length":"99","Connection":"close","Keep-Alive":"x"},"body":"aGk="}""");
        var proxy = await StartAsync();

        using var response = await proxy.Client.GetAsync("/a/", Cancellation);

        Assert.Equal("hi", await response.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(2, response.Content.Headers.ContentLength);
        Assert.False(response.Headers.Contains("Keep-Alive"));
    }

    [Fact]
    public async Task A_lambda_cannot_take_away_what_the_proxy_says()
    {
        Manifest.Add("a", "pipe", "raw", """{"status":200,"headers":{"Connection":"x-one, Cache-Status","x-one":"1","x-two":"2"}}""");
        var proxy = await StartAsync(("ENABLE_CACHE", "true"));

        using var response = await proxy.Client.GetAsync("/a/", Cancellation);

        Assert.StartsWith("local_lambdas; fwd=miss", response.Headers.GetValues("Cache-Status").Single(), StringComparison.Ordinal);
        Assert.False(response.Headers.Contains("x-one"));
        Assert.Equal(["2"], response.Headers.GetValues("x-two"));
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task An_answer_of_10_MB_reaches_the_client_whole(string mode)
    {
        const int Size = 10 * 1024 * 1024;
        Manifest.Add("a", mode, "big-answer", $"{Size}");
        var proxy = await StartAsync();

        var answer = await proxy.Client.GetByteArrayAsync("/a/", Cancellation);

        var expected = Enumerable.Range(0, Size).Select(i => (byte)(i % 251)).ToArray();
        Assert.Equal(SHA256.HashData(expected), SHA256.HashData(answer));
    }
}
