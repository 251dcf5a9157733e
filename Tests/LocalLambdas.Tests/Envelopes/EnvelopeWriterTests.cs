using System.Buffers;
using System.Text;
using System.Text.Json;
using LocalLambdas.Envelopes;
using LocalLambdas.Messages;
using Microsoft.AspNetCore.Http;

namespace LocalLambdas.Tests.Envelopes;

public class EnvelopeWriterTests
{
    [Fact]
    public void Writes_the_envelope_of_the_protocol()
    {
        var headers = new HeaderDictionary { ["Accept"] = new(["a", "b"]), ["X"] = "1" };

        Assert.Equal(
            """{"method":"POST","uri":"/a/b?c=d&e","headers":[["Accept","a"],["Accept","b"],["X","1"]],"body":"aGk="}""",
            Write(new("POST", "/a/b?c=d&e", headers, new("hi"u8.ToArray()))));
    }

    [Theory]
    [InlineData("quote \" and backslash \\")]
    [InlineData("ümlaut 日本 😀")]
    [InlineData("tab\t")]
    public void Any_header_value_survives(string value)
    {
        using var json = JsonDocument.Parse(Write(new("GET", "/", new HeaderDictionary { ["X"] = value }, RequestBody.None)));

        Assert.Equal(value, json.RootElement.GetProperty("headers")[0][1].GetString());
    }

    private static string Write(LambdaRequest request)
    {
        var output = new ArrayBufferWriter<byte>();
        EnvelopeWriter.Write(output, request);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
