using System.Text;
using PerfRunner.Load;

namespace PerfRunner.Tests.Load;

public sealed class ResponseParserTests
{
    private const string Fixed = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\nCACHE-STATUS: local_lambdas; hit\r\n\r\nhello";
    private const string Chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n3;a=b\r\nhel\r\nA\r\n0123456789\r\n0\r\nX-Trailer: 1\r\n\r\n";
    private const string Interim = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\nCache-Status: a; hit\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\nok";
    private const string NoBody = "HTTP/1.1 204 No Content\r\n\r\n";
    private const string BareLineFeeds = "HTTP/1.1 404\nContent-Length: 1\n\nx";

    [Theory]
    [InlineData(Fixed, 200, 5)]
    [InlineData(Chunked, 200, 13)]
    [InlineData(Interim, 201, 2)]
    [InlineData(NoBody, 204, 0)]
    [InlineData(BareLineFeeds, 404, 1)]
    public void An_answer_reads_the_same_split_at_every_byte(string answer, int status, int bodyBytes)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(answer);
        ResponseParser parser = new();
        for (int split = 0; split <= bytes.Length; split++)
        {
            parser.Reset();

            Assert.Equal(split, parser.Feed(bytes.AsSpan(0, split)));
            Assert.Equal(split == bytes.Length, parser.IsComplete);
            Assert.Equal(bytes.Length - split, parser.Feed(bytes.AsSpan(split)));
            AssertAnswer(parser, status, bodyBytes);
        }
    }

    [Theory]
    [InlineData(Fixed, 200, 5)]
    [InlineData(Chunked, 200, 13)]
    [InlineData(Interim, 201, 2)]
    [InlineData(BareLineFeeds, 404, 1)]
    public void An_answer_reads_the_same_byte_by_byte(string answer, int status, int bodyBytes)
    {
        ResponseParser parser = new();
        foreach (byte one in Encoding.ASCII.GetBytes(answer))
        {
            Assert.Equal(1, parser.Feed([one]));
        }

        AssertAnswer(parser, status, bodyBytes);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\n\r\nabc")]
    [InlineData("HTTP/1.0 200 OK\r\n\r\nabc")]
    public void Without_a_length_the_end_of_the_connection_completes_the_answer(string answer)
    {
        ResponseParser parser = Fed(answer);

        Assert.False(parser.IsComplete);
        Assert.True(parser.EndOfStream());
        Assert.True(parser.Closes);
        Assert.Equal(3, parser.BodyBytes);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Len")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")]
    public void The_end_of_the_connection_inside_an_answer_does_not_complete_it(string answer) =>
        Assert.False(Fed(answer).EndOfStream());

    [Theory]
    [InlineData("SSH-2.0-OpenSSH\r\n")]
    [InlineData("HTTP/2.0 200 OK\r\n")]
    [InlineData("HTTP/1.1 2x0 OK\r\n")]
    [InlineData("HTTP/1.1 099 Low\r\n")]
    [InlineData("HTTP/1.1 2000 OK\r\n")]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nNo colon\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length : 1\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: +1\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1, 1\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n")]
    public void Garbage_is_invalid(string answer) => Assert.True(Fed(answer).IsInvalid);

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nX: ")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;")]
    public void An_endless_line_is_invalid(string start)
    {
        ResponseParser parser = Fed(start);
        parser.Feed(Encoding.ASCII.GetBytes(new string('1', ResponseParser.MaxHeaderBytes)));

        Assert.True(parser.IsInvalid);
    }

    [Fact]
    public void Endless_headers_are_invalid()
    {
        ResponseParser parser = Fed("HTTP/1.1 200 OK\r\n");
        byte[] header = Encoding.ASCII.GetBytes("X: " + new string('x', 1000) + "\r\n");
        for (int i = 0; i * 1000 < ResponseParser.MaxHeaderBytes; i++)
        {
            parser.Feed(header);
        }

        Assert.True(parser.IsInvalid);
    }

    [Fact]
    public void A_long_chunked_body_is_not_taken_for_endless_headers()
    {
        ResponseParser parser = Fed("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (int i = 0; i < ResponseParser.MaxHeaderBytes; i++)
        {
            parser.Feed("1\r\nx\r\n"u8);
        }

        parser.Feed("0\r\n\r\n"u8);
        Assert.True(parser.IsComplete);
        Assert.Equal(ResponseParser.MaxHeaderBytes, parser.BodyBytes);
    }

    [Fact]
    public void Bytes_after_the_answer_are_not_taken()
    {
        ResponseParser parser = new();

        Assert.Equal(Fixed.Length, parser.Feed(Encoding.ASCII.GetBytes(Fixed + "HTTP/1.1")));
    }

    [Theory]
    [InlineData("HTTP/1.1 204 x\r\nconnection: Close\r\n\r\n", true)]
    [InlineData("HTTP/1.1 204 x\r\nConnection: keep-alive\r\n\r\n", false)]
    [InlineData("HTTP/1.1 204 x\r\n\r\n", false)]
    [InlineData("HTTP/1.0 204 x\r\n\r\n", true)]
    [InlineData("HTTP/1.0 204 x\r\nConnection: keep-alive\r\n\r\n", false)]
    public void The_answer_says_whether_the_connection_closes(string answer, bool closes) => Assert.Equal(closes, Fed(answer).Closes);

    [Theory]
    [InlineData("", nameof(CacheState.Unknown))]
    [InlineData("Cache-Status: local_lambdas; hit\r\n", nameof(CacheState.Hit))]
    [InlineData("Cache-Status: local_lambdas;hit;ttl=30\r\n", nameof(CacheState.Hit))]
    [InlineData("Cache-Status: local_lambdas; fwd=miss\r\n", nameof(CacheState.Forwarded))]
    [InlineData("Cache-Status: local_lambdas; fwd=bypass; detail=\"a; hit\"\r\n", nameof(CacheState.Forwarded))]
    [InlineData("Cache-Status: local_lambdas; fwd=bypass; detail=\"\\\"; hit\"\r\n", nameof(CacheState.Forwarded))]
    [InlineData("Cache-Status: hit; fwd=miss\r\n", nameof(CacheState.Forwarded))]
    [InlineData("Cache-Status: hit\r\n", nameof(CacheState.Forwarded))]
    [InlineData("Cache-Status: origin; fwd=miss, local_lambdas; hit\r\n", nameof(CacheState.Hit))]
    [InlineData("Cache-Status: a; hit\r\nCache-Status: b; fwd=miss\r\n", nameof(CacheState.Hit))]
    public void The_answer_says_whether_it_came_from_a_cache(string header, string expected) =>
        Assert.Equal(expected, Fed($"HTTP/1.1 204 x\r\n{header}\r\n").Cache.ToString());

    private static ResponseParser Fed(string text)
    {
        ResponseParser parser = new();
        parser.Feed(Encoding.ASCII.GetBytes(text));
        return parser;
    }

    private static void AssertAnswer(ResponseParser parser, int status, int bodyBytes)
    {
        Assert.True(parser.IsComplete);
        Assert.Equal(status, parser.StatusCode);
        Assert.Equal(bodyBytes, parser.BodyBytes);
        Assert.False(parser.Closes);
    }
}
