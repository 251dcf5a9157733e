using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using DemoService;
using LambdaRuntime;

namespace PipeService.Tests;

public sealed class DemoAnswerTests
{
    [Fact]
    public void Describes_the_request()
    {
        var before = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

        var response = Ask("/pipe/ü?q=\"1\"");

        var json = Parse(response);
        Assert.Equal(["service", "communication", "timestamp", "request"], json.Select(member => member.Key));
        Assert.Equal("a-service", (string?)json["service"]);
        Assert.Equal("pigeon", (string?)json["communication"]);
        Assert.InRange((long)json["timestamp"]!, before, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        Assert.Equal("""{"method":"GET","uri":"/pipe/\u00FC?q=\u00221\u0022"}""", json["request"]!.ToJsonString());
        Assert.Equal("application/json", response.Headers["Content-Type"]);
        Assert.Null(response.Headers["Cache-Control"]);
        Assert.Equal(200, response.Status);
    }

    [Fact]
    public void Pads_to_exactly_the_bytes_asked_for()
    {
        // The request's own length does not change with these numbers of three digits
        var unpadded = Ask("/?bytes=100").Body.Length;

        for (var bytes = unpadded; bytes < unpadded + 40; bytes++)
        {
            var response = Ask($"/?bytes={bytes}");
            Assert.Equal(bytes, response.Body.Length);
            Assert.Equal("a-service", (string?)Parse(response)["service"]);
        }

        Assert.Equal(unpadded, Ask($"/?bytes={unpadded - 1}").Body.Length);
        Assert.Contains("padding", Parse(Ask($"/?bytes={unpadded + 39}")));
    }

    [Theory]
    [InlineData(10_000_000)]
    [InlineData(64 * 1024 * 1024)]
    public void Pads_to_many_bytes(int bytes) => Assert.Equal(bytes, Ask($"/?bytes={bytes}").Body.Length);

    [Theory]
    [InlineData("bytes", "x")]
    [InlineData("bytes", "")]
    [InlineData("bytes", "-1")]
    [InlineData("bytes", "1.5")]
    [InlineData("bytes", "67108865")]
    [InlineData("bytes", "99999999999")]
    [InlineData("max-age", "-1")]
    [InlineData("max-age", "soon")]
    public void Refuses_a_bad_number(string name, string value)
    {
        var response = Ask($"/?{name}={value}");

        Assert.Equal(400, response.Status);
        Assert.Equal("application/problem+json", response.Headers["Content-Type"]);
        Assert.Contains($"'{name}'", (string?)Parse(response)["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public void May_be_kept_as_long_as_asked_for() => Assert.Equal("max-age=60", Ask("/?max-age=60").Headers["Cache-Control"]);

    [Fact]
    public void Tells_what_the_body_was()
    {
        var body = Encoding.UTF8.GetBytes("hello");

        var request = Parse(Ask("/", body))["request"]!;

        Assert.Equal(5, (int?)request["bodyBytes"]);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(body)), (string?)request["bodySha256"]);
    }

    private static LambdaResponse Ask(string uri, byte[]? body = null) =>
        new DemoAnswer("a-service", "pigeon").To(new LambdaRequest { Method = "GET", Uri = uri, Body = body });

    private static JsonObject Parse(LambdaResponse response) => JsonNode.Parse(response.Body.Span)!.AsObject();
}
