using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Testing;

namespace LambdaRuntime.Tests.Envelopes;

public sealed class EnvelopeWriteTests
{
    [Fact]
    public void Writes_the_exact_form()
    {
        var response = LambdaResponse.Bytes(new byte[] { 0xFB, 0xFF, 0xBF }, "text/x", 201);
        response.Headers.Add("Set-Cookie", "a");
        response.Headers.Add("X", "1");
        response.Headers.Add("set-cookie", "b");

        Assert.Equal(
            """{"status":201,"headers":{"Content-Type":"text/x","Set-Cookie":["a","b"],"X":"1"},"body":"+/+/"}""",
            Encoding.UTF8.GetString(Write(response)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("plain ~!")]
    [InlineData("quote \" backslash \\ slash / tab \t null \0 delete \u007f")]
    [InlineData("ü € 😀")]
    public void Header_values_come_back_as_they_were(string value)
    {
        var response = new LambdaResponse { Headers = new() { { "n", value } } };

        Assert.Equal(value, (string?)EnvelopeAnswer.Read(Write(response)).Headers["n"]);
    }

    [Fact]
    public void A_value_that_is_not_Unicode_is_replaced()
    {
        var response = new LambdaResponse { Headers = new() { { "n", "a\ud800b" } } };

        Assert.Equal("a\uFFFDb", (string?)EnvelopeAnswer.Read(Write(response)).Headers["n"]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10_000_000)]
    public void Bodies_come_back_as_they_were(int length)
    {
        var body = new byte[length];
        new Random(1).NextBytes(body);

        Assert.Equal(body, EnvelopeAnswer.Read(Write(new() { Body = body })).Body);
    }

    [Fact]
    public void A_problem_is_described_for_programs()
    {
        var response = LambdaResponse.Problem(404, "Not here", "Look \"there\"");

        Assert.Equal("application/problem+json", response.Headers["content-type"]);
        var expected = new JsonObject { ["type"] = "about:blank", ["title"] = "Not here", ["status"] = 404, ["detail"] = "Look \"there\"" };
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(response.Body.Span)));
    }

    private static byte[] Write(LambdaResponse response)
    {
        var output = new ArrayBufferWriter<byte>();
        Envelope.WriteResponse(output, response);
        return output.WrittenSpan.ToArray();
    }
}
