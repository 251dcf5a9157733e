using System.Text;
using LocalLambdas.Transports.Http;

namespace LocalLambdas.Tests.Transports.Http;

public sealed class ResponseHeadParserTests
{
    private const string Start = "HTTP/1.1 200 OK\r\n";

    public static TheoryData<string, string> Bad => new()
    {
        { "<html>", nameof(BadResponse.NotHttp) },
        { "\r\n", nameof(BadResponse.NotHttp) },
        { "HTTP/2", nameof(BadResponse.NotHttp) },
        { "http/1.1 200 OK\r\n\r\n", nameof(BadResponse.NotHttp) },
        { "HTTP/1.2 200 OK\r\n\r\n", nameof(BadResponse.NotHttp) },
        { "HTTP/1.1  200 OK\r\n\r\n", nameof(BadResponse.NotHttp) },
        { "HTTP/1.1 20\r\n\r\n", nameof(BadResponse.NotHttp) },
        { "HTTP/1.1 2x0 OK\r\n\r\n", nameof(BadResponse.NotHttp) },
        { "HTTP/1.1 2000 OK\r\n\r\n", nameof(BadResponse.NotHttp) },
        { "HTTP/1.1 200OK\r\n\r\n", nameof(BadResponse.NotHttp) },
        { "HTTP/1.1 -20 OK\r\n\r\n", nameof(BadResponse.NotHttp) },
        { "HTTP/1.1 200 O\0K\r\n\r\n", nameof(BadResponse.NotHttp) },
        { "HTTP/1.1 200 O\rK\r\n\r\n", nameof(BadResponse.NotHttp) },
        { "HTTP/1.1 099 OK\r\n\r\n", nameof(BadResponse.StatusOutOfRange) },
        { "HTTP/1.1 600 OK\r\n\r\n", nameof(BadResponse.StatusOutOfRange) },
        { "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", nameof(BadResponse.ProtocolSwitched) },
        { Start + "no colon\r\n\r\n", nameof(BadResponse.HeaderIllegal) },
        { Start + ": no name\r\n\r\n", nameof(BadResponse.HeaderIllegal) },
        { Start + "space before : colon\r\n\r\n", nameof(BadResponse.HeaderIllegal) },
        { Start + "a(b): c\r\n\r\n", nameof(BadResponse.HeaderIllegal) },
        { Start + "a: b\r\n folded\r\n\r\n", nameof(BadResponse.HeaderIllegal) },
        { Start + "a: b\r\n\tfolded: x\r\n\r\n", nameof(BadResponse.HeaderIllegal) },
        { Start + "a: b\0c\r\n\r\n", nameof(BadResponse.HeaderIllegal) },
        { Start + "a: b\rc\r\n\r\n", nameof(BadResponse.HeaderIllegal) },
        { Start + "a: b\nc: d\r\n\r\n", nameof(BadResponse.HeaderIllegal) },
        { "HTTP/1.1 200 OK\n\n", nameof(BadResponse.HeaderIllegal) },
        { Start + "a: b\n\n", nameof(BadResponse.HeaderIllegal) },
        { Start + "Content-Length: -1\r\n\r\n", nameof(BadResponse.LengthIllegal) },
        { Start + "Content-Length: +1\r\n\r\n", nameof(BadResponse.LengthIllegal) },
        { Start + "Content-Length: 0x10\r\n\r\n", nameof(BadResponse.LengthIllegal) },
        { Start + "Content-Length:\r\n\r\n", nameof(BadResponse.LengthIllegal) },
        { Start + "Content-Length: 1 2\r\n\r\n", nameof(BadResponse.LengthIllegal) },
        { Start + "Content-Length: 9223372036854775808\r\n\r\n", nameof(BadResponse.LengthIllegal) },
        { Start + "Content-Length: 00000000000000000005\r\n\r\n", nameof(BadResponse.LengthIllegal) },
        { Start + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n", nameof(BadResponse.LengthIllegal) },
        { Start + "Content-Length: 1, 2\r\n\r\n", nameof(BadResponse.LengthIllegal) },
        { Start + "Content-Length: 1,\r\n\r\n", nameof(BadResponse.LengthIllegal) },
        { Start + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", nameof(BadResponse.LengthAmbiguous) },
        { Start + "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n", nameof(BadResponse.LengthAmbiguous) },
        { "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", nameof(BadResponse.LengthAmbiguous) },
        { Start + "Transfer-Encoding: gzip, chunked\r\n\r\n", nameof(BadResponse.CodingUnknown) },
        { Start + "Transfer-Encoding: identity\r\n\r\n", nameof(BadResponse.CodingUnknown) },
        { Start + "Transfer-Encoding: xchunked\r\n\r\n", nameof(BadResponse.CodingUnknown) },
        { Start + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", nameof(BadResponse.CodingUnknown) },
    };

    public static TheoryData<string, string, string> Framings => new()
    {
        { "GET", Start + "Content-Length: 5\r\n\r\n", nameof(BodyFraming.Length) },
        { "GET", Start + "content-length: 5, 5\r\nCONTENT-LENGTH: 5\r\n\r\n", nameof(BodyFraming.Length) },
        { "GET", Start + "Content-Length: 0\r\n\r\n", nameof(BodyFraming.None) },
        { "GET", Start + "Transfer-Encoding: Chunked\r\n\r\n", nameof(BodyFraming.Chunked) },
        { "GET", Start + "\r\n", nameof(BodyFraming.UntilClose) },
        { "HEAD", Start + "Content-Length: 5\r\n\r\n", nameof(BodyFraming.None) },
        { "HEAD", Start + "Transfer-Encoding: chunked\r\n\r\n", nameof(BodyFraming.None) },
        { "GET", "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n", nameof(BodyFraming.None) },
        { "GET", "HTTP/1.1 304\r\nContent-Length: 5\r\n\r\n", nameof(BodyFraming.None) },
    };

    [Theory, MemberData(nameof(Bad))]
    public void What_is_no_response_is_named(string text, string error) =>
        Assert.Equal(error, ResponseHeadParser.Parse(Encoding.Latin1.GetBytes(text), out _, out _).ToString());

    [Theory, MemberData(nameof(Framings))]
    public void It_is_known_where_the_body_ends(string method, string text, string framing) => Assert.Equal(framing, Read(text).FramingOf(method).ToString());

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n", true), InlineData("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", false)]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: x, CLOSE\r\n\r\n", false), InlineData("HTTP/1.0 200 OK\r\n\r\n", false)]
    [InlineData("HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\n\r\n", true), InlineData("HTTP/1.0 200 OK\r\nConnection: keep-alive, close\r\n\r\n", false)]
    public void It_is_known_whether_the_connection_stays_open(string text, bool keepsOpen) => Assert.Equal(keepsOpen, Read(text).KeepsOpen);

    [Fact]
    public void Fields_keep_order_spelling_and_bytes_and_those_of_the_connection_are_gone()
    {
        var head = Read(
            "HTTP/1.1 299 What ever\r\nSet-Cookie: a=1\r\ncontent-type: text/plain\r\nConnection: x-hop, close\r\nX-Hop: 1\r\nKeep-Alive: timeout=5\r\n"
            + "Set-Cookie:\tb=2 \t\r\nX-Empty:\r\nX-Text: \u00C3\u00A9\r\nTrailer: x\r\nUpgrade: h2c\r\nProxy-Authenticate: x\r\nContent-Length: 0\r\n\r\n");

        Assert.Equal(299, head.Status);
        Assert.Equal(
            [new("Set-Cookie", "a=1"), new("content-type", "text/plain"), new("Set-Cookie", "b=2"), new("X-Empty", ""), new("X-Text", "é")],
            head.Headers);
    }

    [Fact]
    public void What_a_process_says_of_its_start_is_not_for_the_client()
    {
        var head = Read("HTTP/1.1 200 OK\r\nlambda-startup: {\"a\":\"1\"}\r\nX: y\r\n\r\n");

        Assert.Equal("{\"a\":\"1\"}", Encoding.UTF8.GetString(head.Startup.Span));
        Assert.Equal([new("X", "y")], head.Headers);
    }

    [Theory]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\n"), InlineData("HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n")]
    public void An_interim_response_is_told_from_the_final_one_behind_it(string text)
    {
        Assert.Equal(BadResponse.None, ResponseHeadParser.Parse(Encoding.Latin1.GetBytes(text + Start), out var length, out var head));
        Assert.Equal(text.Length, length);
        Assert.True(head!.IsInterim);
    }

    [Fact]
    public void No_part_of_a_head_is_taken_for_the_whole()
    {
        var bytes = Encoding.Latin1.GetBytes(Start + "Content-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello");
        var whole = bytes.Length - 5;

        for (var length = 0; length <= bytes.Length; length++)
        {
            Assert.Equal(BadResponse.None, ResponseHeadParser.Parse(bytes.AsSpan(0, length), out var headLength, out var head));
            Assert.Equal(length >= whole, head is not null);
            if (head is not null)
                Assert.Equal(whole, headLength);
        }
    }

    [Fact]
    public void The_largest_head_is_read_and_one_byte_more_is_too_large()
    {
        string Of(int bytes) => $"{Start}a: {new string('x', bytes - Start.Length - 7)}\r\n\r\n";

        Assert.NotNull(Read(Of(ResponseHeadParser.MaximumBytes)));
        Assert.Equal(BadResponse.HeadTooLarge, ResponseHeadParser.Parse(Encoding.Latin1.GetBytes(Of(ResponseHeadParser.MaximumBytes + 1)), out _, out _));
        Assert.Equal(
            BadResponse.HeadTooLarge,
            ResponseHeadParser.Parse(Encoding.Latin1.GetBytes(Of(ResponseHeadParser.MaximumBytes + 1)).AsSpan(0, ResponseHeadParser.MaximumBytes), out _, out _));
    }

    [Fact]
    public void So_many_fields_are_read_and_no_more()
    {
        string Of(int fields) => Start + string.Concat(Enumerable.Repeat("a: b\r\n", fields)) + "\r\n";

        Assert.Equal(256, Read(Of(256)).Headers.Length);
        Assert.Equal(BadResponse.HeadTooLarge, ResponseHeadParser.Parse(Encoding.Latin1.GetBytes(Of(257)), out _, out _));
    }

    private static ResponseHead Read(string text)
    {
        Assert.Equal(BadResponse.None, ResponseHeadParser.Parse(Encoding.Latin1.GetBytes(text), out var length, out var head));
        Assert.Equal(text.Length, length);
        return head!;
    }
}
