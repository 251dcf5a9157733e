using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace LocalLambdas.Tests.EndToEnd;

[Collection(ProxyCollections.Second)]
public sealed class RequestTests : ProxyTest
{
    private const int TenMegabytes = 10 * 1024 * 1024;

    [Theory, MemberData(nameof(Modes))]
    public async Task The_path_and_the_query_string_reach_the_lambda_as_they_were_sent(string mode)
    {
        Manifest.Add("a", mode, "echo");
        var proxy = await StartAsync();

        foreach (var uri in new[] { "/a/x?q=1&q=2&empty=", "/a/b%20c?x=%C3%A4%26y&plus=1+1", "/a/?", "/a/x//y/?u=http://h/p%3Fq" })
            Assert.Equal(uri, (await Echo.GetAsync(proxy.Client, uri)).Uri);
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task The_method_and_the_headers_reach_the_lambda(string mode)
    {
        Manifest.Add("a", mode, "echo");
        var proxy = await StartAsync();

        foreach (var method in new[] { "GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND" })
        {
            using var request = new HttpRequestMessage(new(method), "/a/");
            request.Headers.Add("X-One", "1");
            request.Headers.Add("X-Many", ["a", "b"]);
            using var response = await proxy.Client.SendAsync(request, Cancellation);
            var echo = await Echo.ReadAsync(response);

            Assert.Equal(method, echo.Method);
            Assert.Equal(["1"], echo.Header("X-One"));
            Assert.Equal("a,b", string.Join(',', echo.Header("X-Many")).Replace(" ", "", StringComparison.Ordinal));
            Assert.Equal([proxy.Client.BaseAddress!.Authority], echo.Header("Host"));
        }
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task Any_token_is_a_method_and_lines_of_one_name_stay_in_order(string mode)
    {
        Manifest.Add("a", mode, "echo");
        var proxy = await StartAsync();

        foreach (var method in new[] { "get", "TRACE", "M-SEARCH", "!#$%&'*+-.^_`|~" })
        {
            var answer = await RawConnection.ExchangeAsync(
                proxy.Client.BaseAddress!,
                $"{method} /a/ HTTP/1.1\r\nHost: h\r\nX-Many: 2\r\nX-Other: x\r\nx-many: 1, 3\r\nX-Many: \r\nX-Many: 1\r\nConnection: close\r\n\r\n");

            var echo = JsonSerializer.Deserialize<Echo>(answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..], JsonSerializerOptions.Web)!;
            Assert.Equal(method, echo.Method);
            Assert.Equal(["2", "1, 3", "", "1"], echo.Header("X-Many"));
        }
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task A_body_of_10_MB_reaches_the_lambda_whole(string mode)
    {
        Manifest.Add("a", mode, "echo");
        var proxy = await StartAsync();
        var body = RandomNumberGenerator.GetBytes(TenMegabytes);

        using var response = await proxy.Client.PostAsync("/a/", new ByteArrayContent(body), Cancellation);

        var echo = await Echo.ReadAsync(response);
        Assert.Equal(TenMegabytes, echo.BodyLength);
        Assert.Equal(Convert.ToHexString(SHA256.HashData(body)), echo.BodySha256);
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task A_body_of_10_MB_comes_back_whole(string mode)
    {
        Manifest.Add("a", mode, "mirror");
        var proxy = await StartAsync();
        var body = RandomNumberGenerator.GetBytes(TenMegabytes);

        using var response = await proxy.Client.PostAsync("/a/", new ByteArrayContent(body), Cancellation);

        var answer = await response.Content.ReadAsByteArrayAsync(Cancellation);
        Assert.Equal(SHA256.HashData(body), SHA256.HashData(answer));
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task A_body_of_unknown_length_reaches_the_lambda_whole(string mode)
    {
        Manifest.Add("a", mode, "mirror");
        var proxy = await StartAsync();
        var body = RandomNumberGenerator.GetBytes(300_000);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/a/") { Content = new StreamContent(new MemoryStream(body)) };
        request.Headers.TransferEncodingChunked = true;

        using var response = await proxy.Client.SendAsync(request, Cancellation);

        Assert.Equal(body, await response.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Fact]
    public async Task A_tunnel_is_refused()
    {
        Manifest.Add("a", "pipe", "echo");
        var proxy = await StartAsync();
        using var client = new TcpClient();
        await client.ConnectAsync(proxy.Client.BaseAddress!.Host, proxy.Client.BaseAddress.Port, Cancellation);
        var stream = client.GetStream();

        await stream.WriteAsync("CONNECT /a/ HTTP/1.1\r\nHost: a\r\n\r\n"u8.ToArray(), Cancellation);
        using var reader = new StreamReader(stream);

        Assert.Equal("HTTP/1.1 400 Bad Request", await reader.ReadLineAsync(Cancellation));
    }

    [Fact]
    public async Task A_lambda_that_reads_to_the_end_of_the_file_gets_its_end()
    {
        Manifest.Add("a", "pipe", "read-to-eof");
        var proxy = await StartAsync();
        using var content = new StringContent("hello", Encoding.UTF8, MediaTypeHeaderValue.Parse("text/plain"));

        using var response = await proxy.Client.PostAsync("/a/", content, Cancellation);

        Assert.Equal(5, (await Echo.ReadAsync(response)).BodyLength);
    }
}
