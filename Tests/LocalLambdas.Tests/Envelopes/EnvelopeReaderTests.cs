using System.Text;
using LocalLambdas.Envelopes;
using LocalLambdas.Messages;

namespace LocalLambdas.Tests.Envelopes;

public class EnvelopeReaderTests
{
    [Fact]
    public void Reads_status_headers_and_body()
    {
        var response = Read("""{"status":201,"headers":{"Content-Type":"text/plain","Set-Cookie":["a=1","b=2"]},"body":"aGk="}""");

        Assert.Equal(201, response.Status);
        Assert.Equal([new("Content-Type", "text/plain"), new("Set-Cookie", "a=1"), new("Set-Cookie", "b=2")], response.Headers);
        Assert.Equal("hi", Encoding.UTF8.GetString(response.Body.Span));
    }

    [Theory]
    [InlineData("""{"status":200}""")]
    [InlineData("""{"status":200,"headers":null,"body":null}""")]
    [InlineData("""{"status":200,"unknown":{"deep":[1,{"x":2}]}}""")]
    [InlineData("\uFEFF{\"status\":200}")]
    [InlineData(" \r\n\t{\"status\":200} \r\n\t")]
    public void Accepts_what_the_protocol_leaves_open(string json) => Assert.Equal(200, Read(json).Status);

    [Theory]
    [InlineData("", nameof(EnvelopeError.Empty))]
    [InlineData("\uFEFF", nameof(EnvelopeError.Empty))]
    [InlineData("{", nameof(EnvelopeError.Truncated))]
    [InlineData("""{"status":200,"body":"aG""", nameof(EnvelopeError.Truncated))]
    [InlineData("""{"status":200,"other":[1,""", nameof(EnvelopeError.Truncated))]
    [InlineData("""{"status":200,"headers":{"a":["b",""", nameof(EnvelopeError.Truncated))]
    [InlineData("hello", nameof(EnvelopeError.NotJson))]
    [InlineData("HTTP/1.1 200 OK", nameof(EnvelopeError.NotJson))]
    [InlineData("{\"status\":200,}", nameof(EnvelopeError.NotJson))]
    [InlineData("[]", nameof(EnvelopeError.NotAnObject))]
    [InlineData("\"text\"", nameof(EnvelopeError.NotAnObject))]
    [InlineData("{}", nameof(EnvelopeError.StatusMissing))]
    [InlineData("""{"body":""}""", nameof(EnvelopeError.StatusMissing))]
    [InlineData("""{"status":"200"}""", nameof(EnvelopeError.StatusNotAnInteger))]
    [InlineData("""{"status":200.5}""", nameof(EnvelopeError.StatusNotAnInteger))]
    [InlineData("""{"status":null}""", nameof(EnvelopeError.StatusNotAnInteger))]
    [InlineData("""{"status":99999999999}""", nameof(EnvelopeError.StatusNotAnInteger))]
    [InlineData("""{"status":199}""", nameof(EnvelopeError.StatusOutOfRange))]
    [InlineData("""{"status":600}""", nameof(EnvelopeError.StatusOutOfRange))]
    [InlineData("""{"status":-200}""", nameof(EnvelopeError.StatusOutOfRange))]
    [InlineData("""{"status":200,"headers":[]}""", nameof(EnvelopeError.HeadersMalformed))]
    [InlineData("""{"status":200,"headers":{"a":1}}""", nameof(EnvelopeError.HeadersMalformed))]
    [InlineData("""{"status":200,"headers":{"a":["b",1]}}""", nameof(EnvelopeError.HeadersMalformed))]
    [InlineData("""{"status":200,"headers":{"":"x"}}""", nameof(EnvelopeError.HeaderIllegal))]
    [InlineData("""{"status":200,"headers":{"a b":"x"}}""", nameof(EnvelopeError.HeaderIllegal))]
    [InlineData("""{"status":200,"headers":{"a":"x\r\nSet-Cookie: y"}}""", nameof(EnvelopeError.HeaderIllegal))]
    [InlineData("""{"status":200,"headers":{"a":"\u0000"}}""", nameof(EnvelopeError.HeaderIllegal))]
    [InlineData("""{"status":200,"body":"%%%"}""", nameof(EnvelopeError.BodyNotBase64))]
    [InlineData("""{"status":200,"body":5}""", nameof(EnvelopeError.BodyNotBase64))]
    [InlineData("""{"status":200}x""", nameof(EnvelopeError.TrailingBytes))]
    [InlineData("""{"status":200}{"status":200}""", nameof(EnvelopeError.TrailingBytes))]
    public void Names_what_is_wrong(string json, string expected)
    {
        Assert.Equal(expected, EnvelopeReader.Read(Encoding.UTF8.GetBytes(json), out var response).ToString());
        Assert.Null(response);
    }

    [Fact]
    public void Every_proper_prefix_is_an_error()
    {
        var json = """{"status":200,"headers":{"a":["b","c"]},"body":"aGk="}"""u8;
        for (var length = 0; length < json.Length; length++)
        {
            Assert.NotEqual(EnvelopeError.None, EnvelopeReader.Read(json[..length], out _));
        }
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_an_error()
    {
        byte[] json = [.. "{\"status\":200,\"headers\":{\"a\":\""u8, 0xFF, .. "\"}}"u8];

        Assert.Equal(EnvelopeError.NotJson, EnvelopeReader.Read(json, out _));
    }

    private static LambdaResponse Read(string json)
    {
        Assert.Equal(EnvelopeError.None, EnvelopeReader.Read(Encoding.UTF8.GetBytes(json), out var response));
        return response!;
    }
}
