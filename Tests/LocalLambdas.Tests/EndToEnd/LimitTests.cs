using System.Net;
using System.Text.Json;
using Testing;

namespace LocalLambdas.Tests.EndToEnd;

[Collection(ProxyCollections.First)]
public sealed class LimitTests : ProxyTest
{
    private const int ChunkBytes = 100;

    [Fact]
    public async Task A_body_that_comes_too_slowly_is_408_and_starts_nothing()
    {
        Manifest.Add("a", "pipe", "echo");
        var proxy = await StartAsync();

        var answer = await RawConnection.ExchangeAsync(proxy.Client.BaseAddress!, "POST /a/ HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\nx");

        Assert.StartsWith("HTTP/1.1 408", answer, StringComparison.Ordinal);
        Assert.Contains("urn:local_lambdas:body-timeout", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nConnection: close\r\n", answer, StringComparison.Ordinal);
        Assert.Empty(Started);
    }

    [Theory]
    [InlineData("pipe", null, 30_000_000), InlineData("http", null, 30_000_000)]
    [InlineData("pipe", "1000", 1000), InlineData("http", "1000", 1000)]
    public async Task A_body_that_is_announced_too_large_is_413_before_it_is_sent(string mode, string? setting, int limit)
    {
        Manifest.Add("a", mode, "echo").With("protocol", "json");
        var proxy = await StartAsync(("MAX_REQUEST_BODY_BYTES", setting));

        foreach (var length in new[] { limit + 1, 200_000_000 })
        {
            var answer = await RawConnection.ExchangeAsync(proxy.Client.BaseAddress!, $"POST /a/ HTTP/1.1\r\nHost: h\r\nContent-Length: {length}\r\n\r\n");

            Assert.StartsWith("HTTP/1.1 413", answer, StringComparison.Ordinal);
            Assert.Contains("urn:local_lambdas:request-too-large", answer, StringComparison.Ordinal);
        }

        Assert.Empty(Started);
    }

    [Theory]
    [InlineData(9, "200"), InlineData(11, "413")]
    public async Task A_body_in_chunks_is_counted(int chunks, string status)
    {
        Manifest.Add("a", "pipe", "echo");
        var proxy = await StartAsync(("MAX_REQUEST_BODY_BYTES", $"{10 * ChunkBytes}"));
        var body = string.Concat(Enumerable.Repeat($"{ChunkBytes:x}\r\n{new string('x', ChunkBytes)}\r\n", chunks));

        var answer = await RawConnection.ExchangeAsync(
            proxy.Client.BaseAddress!, $"POST /a/ HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n{body}0\r\n\r\n");

        Assert.StartsWith($"HTTP/1.1 {status}", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, 30_000, "200"), InlineData(null, 40_000, "431")]
    [InlineData("1024", 900, "200"), InlineData("1024", 1100, "431")]
    [InlineData("100000", 90_000, "200"), InlineData("100000", 110_000, "431")]
    public async Task A_header_that_is_too_large_is_431(string? setting, int bytes, string status)
    {
        Manifest.Add("a", "pipe", "echo");
        var proxy = await StartAsync(("MAX_REQUEST_HEADER_BYTES", setting));

        var answer = await RawConnection.ExchangeAsync(
            proxy.Client.BaseAddress!, $"GET /a/ HTTP/1.1\r\nHost: h\r\nConnection: close\r\nX-One: {new string('x', bytes)}\r\n\r\n");

        Assert.StartsWith($"HTTP/1.1 {status}", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_header_that_fits_into_no_frame_is_431()
    {
        Manifest.Add("a", "frames", "echo");
        var proxy = await StartAsync(("MAX_REQUEST_HEADER_BYTES", "1048576"));

        var answer = await RawConnection.ExchangeAsync(
            proxy.Client.BaseAddress!, $"GET /a/ HTTP/1.1\r\nHost: h\r\nConnection: close\r\nX-One: {new string('x', 1_048_500)}\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 431", answer, StringComparison.Ordinal);
        Assert.Contains("urn:local_lambdas:header-too-large", answer, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task So_many_requests_run_and_wait_as_the_manifest_says_and_the_others_are_503(string mode)
    {
        var gate = Folder.File("gate");
        Manifest.Add("a", mode, "hold-until", gate).With("max_concurrency", "2").With("max_queue", "1");
        var proxy = await StartAsync();
        var running = new[] { GetAsync("/a/1"), GetAsync("/a/2") };
        await UntilAsync(inFlight: 2, queued: 0);
        var waiting = GetAsync("/a/3");
        await UntilAsync(inFlight: 2, queued: 1);

        using var refused = await GetAsync("/a/4");

        await AssertProblemAsync(HttpStatusCode.ServiceUnavailable, refused);
        Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter?.Delta);
        await File.WriteAllTextAsync(gate, "", Cancellation);
        foreach (var answer in await Task.WhenAll([.. running, waiting]))
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(QueueOf(await waiting) > 0, "it waited");
        Assert.Equal(0, QueueOf(await running[0]));
        using var after = await GetAsync("/a/5");
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);

        Task<HttpResponseMessage> GetAsync(string path)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Prefer", "server-timing" } } };
            return proxy.Client.SendAsync(request, Cancellation);
        }

        Task UntilAsync(int inFlight, int queued) => Eventually.True(
            async () =>
            {
                using var status = await proxy.Admin.GetAsync("/lambdas/a", Cancellation);
                return Number(status, "inFlight") == inFlight && Number(status, "queued") == queued;
            },
            () => $"{inFlight} in flight, {queued} waiting");
    }

    [Fact]
    public async Task Who_leaves_the_queue_makes_room()
    {
        var gate = Folder.File("gate");
        Manifest.Add("a", "pipe", "hold-until", gate).With("max_concurrency", "1").With("max_queue", "1");
        var proxy = await StartAsync();
        var running = proxy.Client.GetAsync("/a/1", Cancellation);
        await UntilQueuedAsync(0, inFlight: 1);
        using (var impatience = new CancellationTokenSource())
        {
            var impatient = proxy.Client.GetAsync("/a/2", impatience.Token);
            await UntilQueuedAsync(1, inFlight: 1);
            await impatience.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        }

        await UntilQueuedAsync(0, inFlight: 1);
        var patient = proxy.Client.GetAsync("/a/3", Cancellation);
        await UntilQueuedAsync(1, inFlight: 1);
        await File.WriteAllTextAsync(gate, "", Cancellation);

        Assert.All(await Task.WhenAll(running, patient), answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));

        Task UntilQueuedAsync(int queued, int inFlight) => Eventually.True(
            async () =>
            {
                using var status = await proxy.Admin.GetAsync("/lambdas/a", Cancellation);
                return Number(status, "inFlight") == inFlight && Number(status, "queued") == queued;
            },
            () => $"{queued} waiting");
    }

    [Fact]
    public async Task Who_waits_for_longer_than_an_answer_may_take_is_told_so()
    {
        Manifest.Add("a", "pipe", "hold-until", Folder.File("never")).With("max_concurrency", "1").With("request_timeout", "300ms");
        var proxy = await StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => proxy.Client.GetAsync($"/a/{i}", Cancellation)));

        Assert.Contains(answers, answer => answer.StatusCode is HttpStatusCode.GatewayTimeout);
        Assert.Contains(answers, answer => answer.StatusCode is HttpStatusCode.ServiceUnavailable && answer.Headers.RetryAfter is not null);
        Assert.All(answers, answer => Assert.True(answer.StatusCode is HttpStatusCode.GatewayTimeout or HttpStatusCode.ServiceUnavailable));
    }

    private static int Number(JsonDocument status, string name) => status.RootElement.GetProperty(name).GetInt32();

    private static double QueueOf(HttpResponseMessage answer)
    {
        const string Metric = "queue;dur=";
        var header = answer.Headers.GetValues("Server-Timing").Single();
        var metric = header.Split(", ").Single(part => part.StartsWith(Metric, StringComparison.Ordinal));
        return double.Parse(metric[Metric.Length..], System.Globalization.CultureInfo.InvariantCulture);
    }
}
