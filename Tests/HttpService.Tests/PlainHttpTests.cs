using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Testing;

namespace HttpService.Tests;

/// <summary>The service as any HTTP client sees it.</summary>
public sealed class PlainHttpTests : IDisposable
{
    private const string Startup = "Lambda-Startup";

    private readonly TempFolder _folder = new();
    private readonly string _socket;
    private readonly HttpClient _client;

    public PlainHttpTests()
    {
        _socket = _folder.File("http.sock");
        _client = new(new SocketsHttpHandler { UseProxy = false, ConnectCallback = async (_, cancellationToken) => new NetworkStream(await ConnectAsync(cancellationToken), ownsSocket: true) })
        {
            BaseAddress = new("http://service/"),
        };
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET", "/http/x?q=1"), InlineData("PUT", "/"), InlineData("PROPFIND", "/a//b%20c?"), InlineData("DELETE", "/http/")]
    public async Task Answers_every_method_and_path(string method, string uri)
    {
        using var service = Start("http");
        using var request = new HttpRequestMessage(new(method), uri);

        using var response = await SendAsync(request);

        var answer = await ReadAsync(response);
        Assert.Equal("http-service", (string?)answer["service"]);
        Assert.Equal(method, (string?)answer["request"]!["method"]);
        Assert.Equal(uri, (string?)answer["request"]!["uri"]);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.ToString());
        Assert.NotNull(response.Content.Headers.ContentLength);
        Assert.Empty(response.Headers.Server);
    }

    [Fact]
    public async Task A_HEAD_has_the_length_of_the_GET()
    {
        using var service = Start("http");
        using var get = await SendAsync(new(HttpMethod.Get, "/?bytes=1000"));
        using var head = await SendAsync(new(HttpMethod.Head, "/?bytes=1000"));

        Assert.Equal(1000, head.Content.Headers.ContentLength);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Reads_a_body_of_ten_megabytes(bool isChunked)
    {
        using var service = Start("http");
        var body = RandomNumberGenerator.GetBytes(10_000_000);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new ByteArrayContent(body) };
        request.Headers.TransferEncodingChunked = isChunked;

        using var response = await SendAsync(request);

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(body)), (string?)(await ReadAsync(response))["request"]!["bodySha256"]);
    }

    [Theory, InlineData("http", true), InlineData(null, false)]
    public async Task Tells_a_proxy_once_how_long_it_took_to_start(string? protocol, bool tells)
    {
        using var service = Start(protocol);
        using var first = await SendAsync(new(HttpMethod.Get, "/"));
        using var second = await SendAsync(new(HttpMethod.Get, "/"));

        Assert.Equal(tells, first.Headers.Contains(Startup));
        Assert.False(second.Headers.Contains(Startup));
        if (!tells)
            return;
        var startup = JsonNode.Parse(first.Headers.GetValues(Startup).Single())!;
        Assert.True(long.Parse((string)startup["acceptingUnixNano"]!) >= long.Parse((string)startup["runtimeStartedUnixNano"]!));
    }

    [Fact]
    public async Task Says_to_who_wants_to_know_that_it_accepts()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no datagrams between its own sockets");
        var path = _folder.File("ready");
        using var notice = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        notice.Bind(new UnixDomainSocketEndPoint(path));
        using var service = Start("http", path);
        var datagram = new byte[100];

        var length = await notice.ReceiveAsync(datagram, SocketFlags.None, Cancellation).AsTask().WaitAsync(Eventually.Limit, Cancellation);

        Assert.Equal("READY=1"u8.ToArray(), datagram[..length]);
        using var connection = TryConnect();
        Assert.NotNull(connection);
    }

    [Fact]
    public async Task Times_its_handler_for_who_wants_it()
    {
        using var service = Start("http");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { { "Prefer", "server-timing" } } };

        using var response = await SendAsync(request);

        Assert.StartsWith("handler;dur=", response.Headers.GetValues("Server-Timing").Single(), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _client.Dispose();
        _folder.Dispose();
    }

    private ServiceProcess Start(string? protocol, string? notice = null)
    {
        var environment = new Dictionary<string, string> { ["HTTP_ADDRESS"] = $"unix:{_socket}" };
        if (protocol is not null)
            environment["LAMBDA_PROTOCOL"] = protocol;
        if (notice is not null)
            environment["NOTIFY_SOCKET"] = notice;
        return ServiceProcess.Start(Artifacts.Executable("HttpService"), environment);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        var response = await _client.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return response;
    }

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage response) => JsonNode.Parse(await response.Content.ReadAsByteArrayAsync(Cancellation))!;

    private async Task<Socket> ConnectAsync(CancellationToken cancellationToken)
    {
        Socket? socket = null;
        await Eventually.True(() => (socket = TryConnect()) is not null, "the service listens");
        cancellationToken.ThrowIfCancellationRequested();
        return socket!;
    }

    private Socket? TryConnect() => LambdaPipe.TryConnect(_socket);
}
