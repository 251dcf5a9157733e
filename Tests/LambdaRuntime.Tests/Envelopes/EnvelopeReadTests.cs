using System.Text;
using Testing;

namespace LambdaRuntime.Tests.Envelopes;

public sealed class EnvelopeReadTests
{
    [Fact]
    public void Reads_every_part_of_a_request()
    {
        var request = Read(EnvelopeRequest.Write("/a/ü?q=1", [1, 2, 3], "PÜT", ("Accept", "a"), ("X", "1"), ("accept", "ß")));

        Assert.Equal("PÜT", request.Method);
        Assert.Equal("/a/ü?q=1", request.Uri);
        Assert.Equal("/a/ü", request.Path);
        Assert.Equal(["a", "ß"], request.Headers.GetValues("ACCEPT"));
        Assert.Equal("1", request.Headers["x"]);
        Assert.Equal(3, request.Headers.Count);
        Assert.Equal([1, 2, 3], request.Body.ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF")]
    [InlineData("\uFEFF \r\n\t")]
    public void Accepts_what_may_stand_before_and_after(string before) =>
        Assert.Equal("/", Read($$"""{{before}}{"method":"GET","uri":"/","headers":[],"body":""} """ + "\r\n").Uri);

    [Theory]
    [InlineData("""{"uri":"/","method":"GET"}""")]
    [InlineData("""{"uri":"/","method":"GET","headers":null,"body":null}""")]
    [InlineData("""{"uri":"/","method":"GET","headers":[],"body":"","trace":{"a":[1,"}"]}}""")]
    public void Accepts_what_may_be_absent_or_unknown(string envelope)
    {
        var request = Read(envelope);

        Assert.Equal(0, request.Headers.Count);
        Assert.True(request.Body.IsEmpty);
    }

    [Theory]
    [InlineData("+/+/", new byte[] { 0xFB, 0xFF, 0xBF })]
    [InlineData("+\\/\\u002b\\/", new byte[] { 0xFB, 0xFF, 0xBF })]
    [InlineData("AQ==", new byte[] { 1 })]
    [InlineData("AQI=", new byte[] { 1, 2 })]
    public void Reads_base64_with_and_without_escapes(string text, byte[] expected) =>
        Assert.Equal(expected, Read($$"""{"uri":"/","method":"GET","body":"{{text}}"}""").Body.ToArray());

    [Fact]
    public void Reads_ten_megabytes()
    {
        var body = new byte[10_000_000];
        new Random(1).NextBytes(body);

        Assert.Equal(body, Read(EnvelopeRequest.Write("/", body)).Body.ToArray());
    }

    [Theory]
    [InlineData("", EnvelopeError.Empty)]
    [InlineData("\uFEFF", EnvelopeError.Empty)]
    [InlineData("  ", EnvelopeError.Truncated)]
    [InlineData("GET / HTTP/1.1", EnvelopeError.InvalidJson)]
    [InlineData("{]", EnvelopeError.InvalidJson)]
    [InlineData("[]", EnvelopeError.WrongType)]
    [InlineData("{}", EnvelopeError.MissingMember)]
    [InlineData("""{"uri":"/"}""", EnvelopeError.MissingMember)]
    [InlineData("""{"method":"GET"}""", EnvelopeError.MissingMember)]
    [InlineData("""{"method":1,"uri":"/"}""", EnvelopeError.WrongType)]
    [InlineData("""{"method":"GET","uri":null}""", EnvelopeError.WrongType)]
    [InlineData("""{"method":"GET","uri":"/","headers":{}}""", EnvelopeError.WrongType)]
    [InlineData("""{"method":"GET","uri":"/","headers":["a"]}""", EnvelopeError.WrongType)]
    [InlineData("""{"method":"GET","uri":"/","headers":[["a"]]}""", EnvelopeError.WrongType)]
    [InlineData("""{"method":"GET","uri":"/","headers":[["a","b","c"]]}""", EnvelopeError.WrongType)]
    [InlineData("""{"method":"GET","uri":"/","headers":[[1,"b"]]}""", EnvelopeError.WrongType)]
    [InlineData("""{"method":"GET","uri":"/","body":1}""", EnvelopeError.WrongType)]
    [InlineData("""{"method":"GET","uri":"/","body":"A"}""", EnvelopeError.InvalidBase64)]
    [InlineData("""{"method":"GET","uri":"/","body":"="}""", EnvelopeError.InvalidBase64)]
    [InlineData("""{"method":"GET","uri":"/","body":"YQ="}""", EnvelopeError.InvalidBase64)]
    [InlineData("""{"method":"GET","uri":"/","body":"===="}""", EnvelopeError.InvalidBase64)]
    [InlineData("""{"method":"GET","uri":"/","body":"A_-A"}""", EnvelopeError.InvalidBase64)]
    [InlineData("""{"method":"GET","uri":"/","body":"A\u005f-A"}""", EnvelopeError.InvalidBase64)]
    [InlineData("""{"method":"GET","uri":"/\ud800"}""", EnvelopeError.InvalidJson)]
    [InlineData("""{"method":"GET","uri":"/"} x""", EnvelopeError.TrailingData)]
    [InlineData("""{"method":"GET","uri":"/"}{}""", EnvelopeError.TrailingData)]
    public void Tells_what_is_wrong(string envelope, EnvelopeError expected)
    {
        Assert.False(Envelope.TryReadRequest(Encoding.UTF8.GetBytes(envelope), out var request, out var error));
        Assert.Null(request);
        Assert.Equal(expected, error);
    }

    [Fact]
    public void Refuses_text_that_is_not_Unicode()
    {
        var envelope = """{"method":"GET","uri":"/?"}"""u8.ToArray();
        envelope[envelope.AsSpan().IndexOf((byte)'?')] = 0xFF;

        Assert.False(Envelope.TryReadRequest(envelope, out _, out var error));
        Assert.Equal(EnvelopeError.InvalidJson, error);
    }

    [Fact]
    public void Calls_every_beginning_of_a_request_truncated()
    {
        var envelope = EnvelopeRequest.Write("/ü", [1, 2, 3], "GET", ("a\"}", "]"));
        for (var length = 1; length < envelope.Length; length++)
        {
            Assert.False(Envelope.TryReadRequest(envelope.AsSpan(0, length), out _, out var error));
            Assert.Equal(EnvelopeError.Truncated, error);
        }
    }

    [Fact]
    public void Keeps_no_reference_to_the_envelope()
    {
        var envelope = EnvelopeRequest.Write("/", [1, 2, 3]);
        var request = Read(envelope);
        envelope.AsSpan().Clear();

        Assert.Equal([1, 2, 3], request.Body.ToArray());
    }

    private static LambdaRequest Read(string envelope) => Read(Encoding.UTF8.GetBytes(envelope));

    private static LambdaRequest Read(byte[] envelope)
    {
        Assert.True(Envelope.TryReadRequest(envelope, out var request, out var error), error.ToString());
        return request;
    }
}
