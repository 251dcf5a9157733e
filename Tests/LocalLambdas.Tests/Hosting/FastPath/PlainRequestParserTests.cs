using System.Text;
using LocalLambdas.Caching;
using LocalLambdas.Hosting.FastPath;

namespace LocalLambdas.Tests.Hosting.FastPath;

public class PlainRequestParserTests
{
    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n\r\n", "/")]
    [InlineData("GET /a/b?c=d&e HTTP/1.1\r\nUser-Agent: x (y; z)\r\nHost: localhost:3000\r\nAccept: */*\r\n\r\n", "/a/b?c=d&e")]
    [InlineData("GET /%41?%00 HTTP/1.1\r\nhost: a\r\n\r\n", null)]
    [InlineData("GET /%41%zz HTTP/1.1\r\nhost: a\r\n\r\n", "/%41%zz")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nConnection: Keep-Alive\r\nCookie: a=b\r\nKeep-Alive: 5\r\n\r\n", "/")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n\r\nGET /next HTTP/1.1\r\n", "/")]
    public void A_plain_request_is_taken(string bytes, string? target) => Assert.Equal(target, TargetOf(bytes));

    [Theory]
    [InlineData("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n"), InlineData("get / HTTP/1.1\r\nHost: a\r\n\r\n"), InlineData("POST / HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n"), InlineData("GET * HTTP/1.1\r\nHost: a\r\n\r\n"), InlineData("GET a HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET / HTTP/1.0\r\nHost: a\r\n\r\n"), InlineData("GET / HTTP/1.1 \r\nHost: a\r\n\r\n"), InlineData("GET /\r\nHost: a\r\n\r\n")]
    [InlineData("GET  / HTTP/1.1\r\nHost: a\r\n\r\n"), InlineData("GET /  HTTP/1.1\r\nHost: a\r\n\r\n"), InlineData("GET /a b HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET /\t HTTP/1.1\r\nHost: a\r\n\r\n"), InlineData("GET /\u00E9 HTTP/1.1\r\nHost: a\r\n\r\n"), InlineData("GET /\u007F HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"), InlineData(" GET / HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\nHost: a\n\n"), InlineData("GET / HTTP/1.1\r\nHost: a\n\r\n"), InlineData("GET / HTTP/1.1\r\nHost: a\r\r\n\r\n")]
    [InlineData("GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n")]
    public void Another_request_line_or_end_of_line_is_left_to_Kestrel(string bytes) => Assert.Null(TargetOf(bytes));

    [Theory]
    [InlineData(""), InlineData("GET"), InlineData("GET /"), InlineData("GET / HTTP/1.1\r"), InlineData("GET / HTTP/1.1\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a"), InlineData("GET / HTTP/1.1\r\nHost: a\r\n"), InlineData("GET / HTTP/1.1\r\nHost: a\r\n\r")]
    public void Half_a_request_is_left_to_Kestrel(string bytes) => Assert.Null(TargetOf(bytes));

    [Theory]
    [InlineData("Host: b"), InlineData("hOST: a"), InlineData("X : a"), InlineData(": a"), InlineData("X"), InlineData("X:a"), InlineData("X:"), InlineData("X: ")]
    [InlineData("X:  a"), InlineData("X: a "), InlineData("X:\ta"), InlineData("X: a\tb"), InlineData(" X: a"), InlineData("X: \u00E9"), InlineData("X: a\0b"), InlineData("X\u00E9: a")]
    [InlineData("Connection: close"), InlineData("Connection: keep-alive, x"), InlineData("connection: upgrade"), InlineData("Proxy-Connection: keep-alive")]
    [InlineData("Content-Length: 0"), InlineData("CONTENT-LENGTH: 1"), InlineData("Transfer-Encoding: chunked"), InlineData("Expect: 100-continue")]
    [InlineData("Trailer: X"), InlineData("TE: trailers"), InlineData("Upgrade: h2c"), InlineData("HTTP2-Settings: AA")]
    [InlineData("Cache-Control: max-age=9"), InlineData("Pragma: no-cache"), InlineData("Range: bytes=0-1"), InlineData("Prefer: server-timing")]
    [InlineData("Authorization: x"), InlineData("Proxy-Authorization: x")]
    [InlineData("If-Match: *"), InlineData("If-None-Match: *"), InlineData("If-Range: x"), InlineData("If-Modified-Since: x"), InlineData("If-Unmodified-Since: x")]
    public void A_field_that_asks_for_more_is_left_to_Kestrel(string line)
    {
        Assert.NotNull(TargetOf("GET / HTTP/1.1\r\nHost: a\r\nX-Other: a\r\n\r\n"));
        Assert.Null(TargetOf($"GET / HTTP/1.1\r\nHost: a\r\n{line}\r\n\r\n"));
        Assert.Null(TargetOf($"GET / HTTP/1.1\r\n{line}\r\nHost: a\r\n\r\n"));
    }

    [Fact]
    public void Without_a_host_it_is_left_to_Kestrel() => Assert.Null(TargetOf("GET / HTTP/1.1\r\nX: a\r\n\r\n"));

    [Theory]
    [InlineData(PlainRequestParser.MostFields, 1, true)]
    [InlineData(PlainRequestParser.MostFields + 1, 1, false)]
    [InlineData(3, 1000, true)]
    [InlineData(6, 1000, false)]
    public void What_is_large_is_left_to_Kestrel(int fields, int length, bool isTaken)
    {
        var others = string.Concat(Enumerable.Range(1, fields - 1).Select(number => $"X-{number}: {new string('x', length)}\r\n"));

        Assert.Equal(isTaken, TargetOf($"GET / HTTP/1.1\r\nHost: a\r\n{others}\r\n") is not null);
    }

    [Theory]
    [InlineData("Accept", "x", true), InlineData("ACCEPT", "x", true), InlineData("Accept", "X", false), InlineData("Accept", null, false)]
    [InlineData("X-A", null, true), InlineData("X-A", "x", false), InlineData("Two", "1", false), InlineData("Two", null, false)]
    public void A_field_is_compared_with_what_an_answer_was_stored_for(string name, string? value, bool expected)
    {
        Span<PlainField> fields = new PlainField[PlainRequestParser.MostFields];
        Assert.True(PlainRequestParser.TryParse("GET / HTTP/1.1\r\nHost: a\r\nAccept: x\r\nTwo: 1\r\nTwo: 2\r\n\r\n"u8, fields, out var request));

        Assert.Equal(expected, request.Has(name, value));
    }

    /// <summary>Null if it is not taken. What is taken ends where it ends.</summary>
    private static string? TargetOf(string bytes)
    {
        Span<PlainField> fields = new PlainField[PlainRequestParser.MostFields];
        if (!PlainRequestParser.TryParse(Encoding.Latin1.GetBytes(bytes), fields, out var request))
            return null;
        Assert.Equal(bytes.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4, request.Length);
        return Encoding.Latin1.GetString(request.Target);
    }
}
