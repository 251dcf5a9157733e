using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using PerfRunner.Load;
using PerfRunner.Load.Epoll;
using PerfRunner.Results;
using PerfRunner.Tests.Fakes;

namespace PerfRunner.Tests.Load.Epoll;

[SupportedOSPlatform("linux")]
public sealed class EpollLoopTests
{
    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n", nameof(RequestError.Status))]
    [InlineData("HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n", nameof(RequestError.Status))]
    [InlineData("Nonsense\r\n\r\n", nameof(RequestError.Protocol))]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nxx", nameof(RequestError.Protocol))]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nCache-Status: a; hit\r\n\r\nx", nameof(RequestError.WrongCacheState))]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nxx", nameof(RequestError.WrongBody))]
    public void A_wrong_answer_is_an_error_and_the_next_request_is_sent_all_the_same(string answer, string expected)
    {
        int requests = 0;
        using RawHttpServer server = new(_ => Interlocked.Increment(ref requests) == 1 ? answer : RawHttpServer.Answer("x"));

        LoadResult result = Run(server, 2, 5);

        Assert.Equal(new Dictionary<RequestError, int> { [Enum.Parse<RequestError>(expected)] = 1 }, result.ErrorsByKind);
        Assert.Equal(5, result.Requests);
        Assert.Equal(4, result.Latencies.Count);
    }

    [Fact]
    public void A_connection_that_ends_inside_the_answer_is_lost_and_opened_again()
    {
        int requests = 0;
        using RawHttpServer server = new(_ => Interlocked.Increment(ref requests) == 1
            ? ["HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx"u8.ToArray(), []]
            : [Encoding.ASCII.GetBytes(RawHttpServer.Answer("x"))]);

        LoadResult result = Run(server, 1, 3);

        Assert.Equal(new Dictionary<RequestError, int> { [RequestError.ConnectionLost] = 1 }, result.ErrorsByKind);
        Assert.Equal(2, server.AcceptedConnections);
    }

    [Fact]
    public void After_an_answer_that_closes_the_next_request_opens_a_connection()
    {
        using RawHttpServer server = new(_ => RawHttpServer.Answer("x", headers: "Connection: close\r\n"));

        LoadResult result = Run(server, 2, 6);

        Assert.Equal(0, result.Errors);
        Assert.Equal(6, server.AcceptedConnections);
    }

    [Fact]
    public void An_answer_of_many_pieces_is_one_answer()
    {
        const int Bytes = 3_000_000;
        byte[] body = new byte[Bytes];
        using RawHttpServer server = new(_ => [Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {Bytes}\r\n\r\n"), body]);

        LoadResult result = Run(server, 2, 6, request => request.Expecting(Bytes));

        Assert.Equal(0, result.Errors);
        Assert.Equal(6, result.Latencies.Count);
        Assert.InRange(result.Bytes, 6L * Bytes, 6 * (Bytes + 100L));
    }

    [Fact]
    public void A_request_larger_than_the_socket_takes_is_sent_in_parts()
    {
        const int Bytes = 16 * 1024 * 1024;
        using Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        Task<int> received = Task.Run(() =>
        {
            using Socket connection = listener.Accept();
            byte[] buffer = new byte[64 * 1024];
            int total = 0;
            while (total < Bytes)
            {
                total += connection.Receive(buffer);
            }

            connection.Send(Encoding.ASCII.GetBytes(RawHttpServer.Answer("x")));
            return connection.Receive(buffer);
        }, TestContext.Current.CancellationToken);
        LoadRequest request = LoadRequest.Get(new Uri("http://a"), "/", CacheExpectation.None).With("X-Large: " + new string('x', Bytes));

        using (EpollLoop loop = Loop((IPEndPoint)listener.LocalEndPoint!, 1, Generous))
        {
            Assert.Equal(0, Run(loop, request, 1).Errors);
        }
    }

    [Fact]
    public void An_answer_that_does_not_come_is_a_timeout()
    {
        using RawHttpServer server = new(_ => Array.Empty<byte[]>());

        LoadResult result = Run(server, 2, 2, timeout: TimeSpan.FromMilliseconds(50));

        Assert.Equal(new Dictionary<RequestError, int> { [RequestError.Timeout] = 2 }, result.ErrorsByKind);
        Assert.Equal(0, result.Latencies.Count);
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

        LoadResult result = Run(server, 1, 1, timeout: TimeSpan.FromMilliseconds(200));
        end.Cancel();

        Assert.Equal(new Dictionary<RequestError, int> { [RequestError.Timeout] = 1 }, result.ErrorsByKind);
    }

    [Fact]
    public void Nobody_listening_is_a_connect_error_of_every_request()
    {
        using Socket reserved = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        reserved.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using EpollLoop loop = Loop((IPEndPoint)reserved.LocalEndPoint!, 2, Generous);

        LoadResult result = Run(loop, LoadRequest.Get(new Uri("http://a"), "/", CacheExpectation.None), 1000);

        Assert.Equal(new Dictionary<RequestError, int> { [RequestError.Connect] = 2 * FailureStreak.Longest }, result.ErrorsByKind);
    }

    [Fact]
    public void The_connections_stay_open_from_one_run_to_the_next()
    {
        using RawHttpServer server = new(_ => RawHttpServer.Answer("x"));
        using EpollLoop loop = Loop(server.EndPoint, 3, Generous);

        for (int run = 0; run < 3; run++)
        {
            Assert.Equal(20, Run(loop, Request(server), 20).Latencies.Count);
        }

        Assert.Equal(3, server.AcceptedConnections);
    }

    [Fact]
    public async Task Cancelling_ends_requests_that_wait()
    {
        using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        TaskCompletionSource asked = new();
        using RawHttpServer server = new(_ =>
        {
            asked.TrySetResult();
            return Array.Empty<byte[]>();
        });
        using EpollLoop loop = Loop(server.EndPoint, 3, TimeSpan.FromHours(1));
        Task<LoadResult> run = Task.Run(() => Run(loop, Request(server), 10, cancel.Token), TestContext.Current.CancellationToken);

        await asked.Task;
        await cancel.CancelAsync();

        Assert.Equal(0, (await run.WaitAsync(Generous, TestContext.Current.CancellationToken)).Latencies.Count);
    }

    [Fact]
    public void A_request_allocates_nothing()
    {
        // The answer is as prepared as the request: the other threads' allocations do not count, but would collect garbage.
        byte[][] answer = [Encoding.ASCII.GetBytes(RawHttpServer.Answer("hello", headers: "Cache-Status: a; hit\r\n"))];
        using RawHttpServer server = new(_ => answer);
        using EpollLoop loop = Loop(server.EndPoint, 4, Generous);
        LoadRequest request = LoadRequest.Get(server.Url, "/", CacheExpectation.MustHit).Expecting(5);

        // Methods that were compiled in haste box values that optimized ones do not; which they are is decided in the background.
        Assert.True(SpinWait.SpinUntil(() => AllocatedBy(2000) == AllocatedBy(1000), Generous), "1,000 requests more always allocate more");

        long AllocatedBy(int requests)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            LoadResult result = Run(loop, request, requests);
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.Equal(requests, result.Latencies.Count);
            return allocated;
        }
    }

    [Theory]
    [InlineData(16, 2, 1)]
    [InlineData(16, 8, 4)]
    [InlineData(2, 64, 2)]
    [InlineData(4, 1, 1)]
    public void Half_of_the_processors_serve_the_connections(int connections, int processors, int threads) =>
        Assert.Equal(threads, EpollDriver.Threads(connections, processors));

    [Fact]
    public void Every_connection_is_served_by_one_thread() =>
        Assert.Equal([4, 3, 3], Enumerable.Range(0, 3).Select(index => EpollDriver.Share(10, 3, index)));

    private static EpollLoop Loop(IPEndPoint endPoint, int connections, TimeSpan timeout)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "epoll is Linux's");
        return new EpollLoop(endPoint, connections, timeout);
    }

    private static LoadResult Run(
        RawHttpServer server, int connections, int requests, Func<LoadRequest, LoadRequest>? change = null, TimeSpan? timeout = null)
    {
        using EpollLoop loop = Loop(server.EndPoint, connections, timeout ?? Generous);
        return Run(loop, change is null ? Request(server).Expecting(1) : change(Request(server)), requests);
    }

    private static LoadResult Run(EpollLoop loop, LoadRequest request, int requests, CancellationToken? cancellationToken = null)
    {
        loop.Open();
        return loop.Run(request, new RequestCountdown(requests), cancellationToken ?? TestContext.Current.CancellationToken);
    }

    private static LoadRequest Request(RawHttpServer server) => LoadRequest.Get(server.Url, "/", CacheExpectation.MustNotHit);
}
