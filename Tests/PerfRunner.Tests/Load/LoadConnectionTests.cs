using System.Net;
using System.Net.Sockets;
using System.Text;
using PerfRunner.Load;
using PerfRunner.Results;
using PerfRunner.Tests.Fakes;

namespace PerfRunner.Tests.Load;

public sealed class LoadConnectionTests
{
    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(30);

    [Fact]
    public void A_request_is_sent_as_built_and_its_answer_counted_in_bytes()
    {
        string? seen = null;
        string answer = RawHttpServer.Answer("hello");
        using RawHttpServer server = new(head =>
        {
            seen = head;
            return answer;
        });
        using LoadConnection connection = new(server.EndPoint, Generous);

        Exchange exchange = connection.Send(LoadRequest.Get(server.Url, "/pipe/hello?x=1", CacheExpectation.MustNotHit));

        Assert.Null(exchange.Error);
        Assert.Equal(200, exchange.StatusCode);
        Assert.Equal(answer.Length, exchange.BytesRead);
        Assert.True(exchange.Ticks > 0);
        Assert.Equal($"GET /pipe/hello?x=1 HTTP/1.1\r\nHost: {server.EndPoint}\r\nCache-Control: no-store\r\n\r\n", seen);
    }

    [Fact]
    public void The_connection_is_used_again()
    {
        using RawHttpServer server = new(_ => RawHttpServer.Answer("x"));

        Assert.Equal([null, null, null], Send(server, 3));
        Assert.Equal(1, server.AcceptedConnections);
    }

    [Fact]
    public void After_an_answer_that_closes_the_next_request_opens_a_connection()
    {
        using RawHttpServer server = new(_ => RawHttpServer.Answer("x", headers: "Connection: close\r\n"));

        Assert.Equal([null, null], Send(server, 2));
        Assert.Equal(2, server.AcceptedConnections);
    }

    [Theory]
    [InlineData("HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n", nameof(RequestError.Status))]
    [InlineData("HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n", nameof(RequestError.Status))]
    [InlineData("Nonsense\r\n\r\n", nameof(RequestError.Protocol))]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nxx", nameof(RequestError.Protocol))]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nCache-Status: a; hit\r\n\r\nx", nameof(RequestError.WrongCacheState))]
    public void A_wrong_answer_is_an_error_and_the_next_request_is_sent_all_the_same(string answer, string expected)
    {
        int requests = 0;
        using RawHttpServer server = new(_ => ++requests == 1 ? answer : RawHttpServer.Answer("x"));

        Assert.Equal([Enum.Parse<RequestError>(expected), null], Send(server, 2));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("Cache-Status: a; fwd=miss\r\n", false)]
    [InlineData("Cache-Status: a; hit\r\n", true)]
    public void A_cached_answer_must_say_so(string header, bool good)
    {
        using RawHttpServer server = new(_ => RawHttpServer.Answer("x", headers: header));

        Assert.Equal([good ? null : RequestError.WrongCacheState], Send(server, 1, CacheExpectation.MustHit));
    }

    [Fact]
    public void A_connection_that_ends_inside_the_answer_is_lost()
    {
        int requests = 0;
        using RawHttpServer server = new(_ => ++requests == 1
            ? ["HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx"u8.ToArray(), []]
            : [Encoding.ASCII.GetBytes(RawHttpServer.Answer("x"))]);

        Assert.Equal([RequestError.ConnectionLost, null], Send(server, 2));
    }

    [Fact]
    public void An_answer_that_does_not_come_is_a_timeout()
    {
        using RawHttpServer server = new(_ => Array.Empty<byte[]>());

        Assert.Equal([RequestError.Timeout], Send(server, 1, timeout: TimeSpan.FromMilliseconds(50)));
    }

    [Fact]
    public void An_answer_that_trickles_is_a_timeout_too()
    {
        using CancellationTokenSource end = new();
        using RawHttpServer server = new(_ => Trickle());

        IEnumerable<byte[]> Trickle()
        {
            yield return Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
            while (!end.Token.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(5)))
            {
                yield return [1];
            }
        }

        Assert.Equal([RequestError.Timeout], Send(server, 1, timeout: TimeSpan.FromMilliseconds(200)));
        end.Cancel();
    }

    [Fact]
    public void Nobody_listening_is_a_connect_error()
    {
        using Socket reserved = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        reserved.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using LoadConnection connection = new(reserved.LocalEndPoint!, Generous);

        Exchange exchange = connection.Send(LoadRequest.Get(new Uri("http://127.0.0.1"), "/", CacheExpectation.None));

        Assert.Equal(RequestError.Connect, exchange.Error);
    }

    private static RequestError?[] Send(
        RawHttpServer server, int requests, CacheExpectation expectation = CacheExpectation.MustNotHit, TimeSpan? timeout = null)
    {
        using LoadConnection connection = new(server.EndPoint, timeout ?? Generous);
        LoadRequest request = LoadRequest.Get(server.Url, "/", expectation);
        return [.. Enumerable.Range(0, requests).Select(_ => connection.Send(request).Error)];
    }
}
