using System.Text;
using PerfRunner.Load;
using PerfRunner.Results;
using PerfRunner.Tests.Fakes;
using Testing;

namespace PerfRunner.Tests.Load;

public sealed class LoadGeneratorTests
{
    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(1, 7)]
    [InlineData(4, 101)]
    [InlineData(5, 2)]
    public async Task Exactly_the_requests_asked_for_are_sent(int connections, int requests)
    {
        int seen = 0;
        using RawHttpServer server = new(_ =>
        {
            Interlocked.Increment(ref seen);
            return RawHttpServer.Answer("12345");
        });

        LoadResult result = Run(server, connections, requests);

        Assert.Equal(requests, seen);
        Assert.Equal(requests, result.Requests);
        Assert.Equal(requests, result.Latencies.Count);
        Assert.Equal(requests * RawHttpServer.Answer("12345").Length, result.Bytes);
        Assert.Equal(0, result.Errors);
        Assert.Equal(new Dictionary<int, int> { [200] = requests }, result.StatusCodes);
        Assert.True(result.ElapsedSeconds > 0);

        // A connection is open before the server has accepted it.
        await Eventually.True(() => server.AcceptedConnections == connections, $"{connections} connections are accepted");
    }

    [Fact]
    public void Failed_requests_are_counted_by_kind_and_never_timed()
    {
        int requests = 0;
        using RawHttpServer server = new(_ => (Interlocked.Increment(ref requests) % 4) switch
        {
            0 => RawHttpServer.Answer("sorry", 503),
            1 => "garbage\r\n",
            _ => RawHttpServer.Answer("x"),
        });

        LoadResult result = Run(server, 1, 20);

        Assert.Equal(20, result.Requests);
        Assert.Equal(10, result.Errors);
        Assert.Equal(10, result.Latencies.Count);
        Assert.Equal(new Dictionary<RequestError, int> { [RequestError.Protocol] = 5, [RequestError.Status] = 5 }, result.ErrorsByKind);
        Assert.Equal(new Dictionary<int, int> { [200] = 10, [503] = 5 }, result.StatusCodes);
        Assert.Equal(10 * RawHttpServer.Answer("x").Length, result.Bytes);
    }

    [Fact]
    public void Endless_failure_ends_early()
    {
        using RawHttpServer server = new(_ => RawHttpServer.Answer("no", 500));

        LoadResult result = Run(server, 2, 1_000_000);

        Assert.Equal(2 * FailureStreak.Longest, result.Requests);
        Assert.Equal(result.Requests, result.Errors);
    }

    [Fact]
    public void Failures_that_are_not_in_a_row_do_not_end_it()
    {
        int requests = 0;
        using RawHttpServer server = new(_ => RawHttpServer.Answer("x", Interlocked.Increment(ref requests) % 2 == 0 ? 500 : 200));

        Assert.Equal(100, Run(server, 1, 100).Requests);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Cancelling_ends_a_request_that_waits(int connections)
    {
        using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        TaskCompletionSource asked = new();
        using RawHttpServer server = new(_ =>
        {
            asked.TrySetResult();
            return Array.Empty<byte[]>();
        });
        using LoadGenerator generator = new(server.EndPoint, connections, TimeSpan.FromHours(1));
        Task<LoadResult> run = Task.Run(() => generator.Run(Request(server), 1, cancel.Token), TestContext.Current.CancellationToken);

        await asked.Task;
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitAsync(Generous, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_request_allocates_nothing()
    {
        // The answer is as prepared as the request: the other thread's allocations do not count, but would collect garbage.
        byte[][] answer = [Encoding.ASCII.GetBytes(RawHttpServer.Answer("hello", headers: "Cache-Status: a; hit\r\n"))];
        using RawHttpServer server = new(_ => answer);
        using LoadConnection connection = new(server.EndPoint, Generous);
        LoadRequest request = LoadRequest.Get(server.Url, "/", CacheExpectation.MustHit);
        LoadWorker worker = new(() => connection.Send(request));
        LoadResult result = new();
        Action<Exchange> count = exchange => result.Count(exchange);

        // Methods that were compiled in haste box values that optimized ones do not; which they are is decided in the background.
        Assert.True(SpinWait.SpinUntil(() => AllocatedByRequests() == 0, Generous), "1,000 requests always allocate");
        Assert.Equal(0, result.Errors);

        long AllocatedByRequests()
        {
            RequestCountdown countdown = new(1000);
            long before = GC.GetAllocatedBytesForCurrentThread();
            worker.Run(countdown, count, TestContext.Current.CancellationToken);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private static LoadResult Run(RawHttpServer server, int connections, int requests)
    {
        using LoadGenerator generator = new(server.EndPoint, connections, Generous);
        return generator.Run(Request(server), requests, TestContext.Current.CancellationToken);
    }

    private static LoadRequest Request(RawHttpServer server) => LoadRequest.Get(server.Url, "/", CacheExpectation.MustNotHit);
}
