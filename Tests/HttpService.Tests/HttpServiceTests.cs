using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Testing;

namespace HttpService.Tests;

public sealed class HttpServiceTests : IDisposable
{
    private static readonly string Program = Artifacts.Executable("HttpService");

    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false });
    private readonly string _address = FreshAddress();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answers()
    {
        using var service = Start();

        var answer = await AskAsync(EnvelopeRequest.Write("/http/x?q=1", method: "PUT"));

        Assert.Equal(200, answer.Status);
        Assert.Equal("http-service", (string?)answer.Json["service"]);
        Assert.Equal("http", (string?)answer.Json["communication"]);
        Assert.Equal("""{"method":"PUT","uri":"/http/x?q=1"}""", answer.Json["request"]!.ToJsonString());
    }

    [Fact]
    public async Task Says_what_it_sends()
    {
        using var service = Start();

        using var response = await PostAsync(EnvelopeRequest.Write("/http/"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.ToString());
        Assert.NotNull(response.Content.Headers.ContentLength);
        Assert.Empty(response.Headers.Server);
    }

    [Fact]
    public async Task Serves_two_clients_at_once()
    {
        using var service = Start();
        await AskAsync(EnvelopeRequest.Write("/http/"));
        using var slow = new TcpClient();
        await slow.ConnectAsync(IPEndPoint.Parse(_address), Cancellation);
        var envelope = EnvelopeRequest.Write("/http/slow");
        var head = Encoding.ASCII.GetBytes($"POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: {envelope.Length}\r\n\r\n");
        await slow.GetStream().WriteAsync(head, Cancellation);

        Assert.Equal(200, (await AskAsync(EnvelopeRequest.Write("/http/fast"))).Status);
        await slow.GetStream().WriteAsync(envelope, Cancellation);

        using var reader = new StreamReader(slow.GetStream());
        Assert.StartsWith("HTTP/1.1 200", await reader.ReadToEndAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Carries_ten_megabytes_both_ways()
    {
        using var service = Start();
        var body = new byte[10_000_000];
        new Random(1).NextBytes(body);

        var answer = await AskAsync(EnvelopeRequest.Write("/http/?bytes=10000000", body));

        Assert.Equal(10_000_000, answer.Body.Length);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(body)), (string?)answer.Json["request"]!["bodySha256"]);
    }

    [Theory]
    [InlineData("{", 400)]
    [InlineData("nonsense", 400)]
    public async Task An_unusable_envelope_is_answered_with_one(string envelope, int status)
    {
        using var service = Start();

        Assert.Equal(status, (await AskAsync(Encoding.UTF8.GetBytes(envelope))).Status);
    }

    [Fact]
    public async Task An_empty_body_is_a_bad_request()
    {
        using var service = Start();

        using var response = await PostAsync([]);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Ends_with_0_and_without_a_word_when_it_is_told_to()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no SIGTERM");
        using var service = Start();
        await AskAsync(EnvelopeRequest.Write("/http/"));

        await service.TerminateAsync();

        Assert.Equal((0, ""), await service.ExitAsync(Cancellation));
    }

    [Fact]
    public async Task Ends_when_its_parent_was_killed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A process is not told of its parent");
        using var parent = ServiceProcess.Start("sh", Environment(_address), "-c", $"'{Program}'; true");
        await AskAsync(EnvelopeRequest.Write("/http/"));

        parent.Kill();

        await Eventually.True(() => !IsListening(), "nobody listens");
    }

    [Theory]
    [InlineData(null, "HTTP_ADDRESS is not set")]
    [InlineData("localhost", "HTTP_ADDRESS is 'localhost'")]
    public async Task Says_that_its_address_is_unusable(string? address, string expected)
    {
        var environment = address is null ? [] : new Dictionary<string, string> { ["HTTP_ADDRESS"] = address };
        using var service = ServiceProcess.Start(Program, environment);

        var (code, error) = await service.ExitAsync(Cancellation);

        Assert.Equal(64, code);
        Assert.StartsWith(expected, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Says_that_its_address_is_taken()
    {
        using var first = Start();
        await AskAsync(EnvelopeRequest.Write("/http/"));
        using var second = Start();

        var (code, error) = await second.ExitAsync(Cancellation);

        Assert.Equal(69, code);
        Assert.StartsWith($"HTTP_ADDRESS is '{_address}'", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    public void Dispose() => _client.Dispose();

    // One that nobody else can be given until the service listens there: Linux has more loopback addresses than 127.0.0.1, at which the system
    // and the tests that run at the same time choose ports.
    private static string FreshAddress()
    {
        if (OperatingSystem.IsLinux())
            return $"127.{Random.Shared.Next(1, 256)}.{Random.Shared.Next(256)}.{Random.Shared.Next(1, 255)}:{Random.Shared.Next(20_000, 32_768)}";

        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener.LocalEndpoint.ToString()!;
    }

    private ServiceProcess Start() => ServiceProcess.Start(Program, Environment(_address));

    private static Dictionary<string, string> Environment(string address) => new() { ["HTTP_ADDRESS"] = address, ["LAMBDA_PROTOCOL"] = "json" };

    private async Task<EnvelopeAnswer> AskAsync(byte[] envelope)
    {
        using var response = await PostAsync(envelope);
        response.EnsureSuccessStatusCode();
        return EnvelopeAnswer.Read(await response.Content.ReadAsByteArrayAsync(Cancellation));
    }

    private async Task<HttpResponseMessage> PostAsync(byte[] envelope)
    {
        await Eventually.True(IsListening, "the service listens");
        using var content = new ByteArrayContent(envelope);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return await _client.PostAsync(new Uri($"http://{_address}/"), content, Cancellation);
    }

    private bool IsListening()
    {
        using var probe = new TcpClient();
        try
        {
            probe.Connect(IPEndPoint.Parse(_address));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
