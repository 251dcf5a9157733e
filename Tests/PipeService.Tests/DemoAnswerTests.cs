using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using DemoService;
using LambdaRuntime;

namespace PipeService.Tests;

public sealed class DemoAnswerTests
{
    private static readonly DemoAnswer Service = new("a-service", "pigeon");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

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
    [InlineData(64 * 1024)]
    [InlineData(64 * 1024 + 1)]
    [InlineData(200_000)]
    [InlineData(64 * 1024 * 1024)]
    public async Task Pads_to_many_bytes(int bytes)
    {
        var response = await Ask($"/?bytes={bytes}").HoldAsync(Cancellation);

        Assert.Equal(bytes, response.Body.Length);
        Assert.Equal("a-service", (string?)Parse(response)["service"]);
    }

    [Fact]
    public async Task What_is_long_is_written_while_it_is_sent_and_never_held()
    {
        const int Bytes = 64 * 1024 * 1024;
        await Ask("/?bytes=100000").WriteBody!(Stream.Null, Cancellation);
        var response = Ask($"/?bytes={Bytes}");
        var before = GC.GetAllocatedBytesForCurrentThread();

        var writing = response.WriteBody!(Stream.Null, Cancellation);

        Assert.True(writing.IsCompletedSuccessfully);
        await writing;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000);
        Assert.Equal($"{Bytes}", response.Headers["Content-Length"]);
    }

    [Fact]
    public void No_bytes_are_no_body() => Assert.Equal((0, "max-age=1"), (Ask("/?bytes=0&max-age=1").Body.Length, Ask("/?bytes=0&max-age=1").Headers["Cache-Control"]));

    [Fact]
    public void A_request_too_long_to_be_padded_is_told_whole()
    {
        var response = Ask($"/{new string('x', 70_000)}?bytes=70000");

        Assert.Null(response.WriteBody);
        Assert.True(response.Body.Length > 70_000);
        Parse(response);
    }

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

    [Fact]
    public void Counts_a_body_without_hashing_it_if_that_is_enough()
    {
        Assert.Equal("""{"method":"GET","uri":"/?hash=0","bodyBytes":5}""", Parse(Ask("/?hash=0", new byte[5]))["request"]!.ToJsonString());
        Assert.Equal(400, Ask("/?hash=2", new byte[5]).Status);
    }

    [Fact]
    public void A_body_that_turns_out_to_be_empty_is_none()
    {
        var request = new LambdaRequest { Method = "GET", Uri = "/", BodyStream = Stream.Null };

        Assert.Equal("""{"method":"GET","uri":"/"}""", Parse(Answered(Service.AnswerAsync(request)))["request"]!.ToJsonString());
    }

    // All that is waited for here is there already
    private static LambdaResponse Answered(ValueTask<LambdaResponse> answering)
    {
        Assert.True(answering.IsCompletedSuccessfully);
        return answering.Result;
    }

    private static LambdaResponse Ask(string uri, byte[]? body = null) =>
        Answered(Service.AnswerAsync(new LambdaRequest { Method = "GET", Uri = uri, Body = body }));

    private static JsonObject Parse(LambdaResponse response) => JsonNode.Parse(response.Body.Span)!.AsObject();
}
