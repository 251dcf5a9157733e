using System.Net;
using Testing;

namespace LocalLambdas.Tests.EndToEnd;

/// <summary>A client that takes its time costs nobody else any.</summary>
[Collection(ProxyCollections.Second)]
public sealed class SlowClientTests : ProxyTest
{
    // More than sockets hold
    private const int LongAnswer = 20_000_000;

    public static TheoryData<string> AllModes => [.. Modes.Select(mode => mode.Data), "plain-unix"];

    public static TheoryData<string> Streamed => ["frames", "plain", "plain-unix"];

    [Theory, MemberData(nameof(AllModes))]
    public async Task One_that_does_not_read_its_answer_delays_nobody(string mode)
    {
        Manifest.Add("a", mode, "big-answer", $"{LongAnswer}");
        var proxy = await StartAsync();
        using var slow = await RawConnection.OpenAsync(proxy.Client.BaseAddress!);
        await slow.SendAsync("GET /a/ HTTP/1.1\r\nHost: a\r\n\r\n");
        await slow.ReadUntilAsync("HTTP/1.1 200");

        for (var other = 0; other < 3; other++)
        {
            var answer = await Eventually.Within(proxy.Client.GetByteArrayAsync(new Uri("/a/", UriKind.Relative), Cancellation));
            Assert.Equal(LongAnswer, answer.Length);
        }
    }

    [Theory, MemberData(nameof(AllModes))]
    public async Task One_that_does_not_end_its_request_delays_nobody(string mode)
    {
        Manifest.Add("a", mode, "echo");
        var proxy = await StartAsync();
        using var slowHead = await RawConnection.OpenAsync(proxy.Client.BaseAddress!);
        await slowHead.SendAsync("GET /a/ HTTP/1.1\r\nHost: a\r\nX: ");
        using var slowBody = await RawConnection.OpenAsync(proxy.Client.BaseAddress!);
        await slowBody.SendAsync("POST /a/ HTTP/1.1\r\nHost: a\r\nContent-Length: 300000\r\n\r\n" + new string('x', 150_000));

        for (var other = 0; other < 3; other++)
            Assert.Equal("/a/other", (await Eventually.Within(Echo.GetAsync(proxy.Client, "/a/other"))).Uri);

        await slowBody.SendAsync(new string('x', 150_000));
        await slowBody.ReadUntilAsync("\"bodyLength\":300000");
        await slowHead.SendAsync("y\r\n\r\n");
        await slowHead.ReadUntilAsync("HTTP/1.1 200");
    }

    // Short enough to be collected, of a length that must be collected, and such as is passed on.
    [Theory, InlineData(10, "Content-Length: 10"), InlineData(300_000, "Content-Length: 300000"), InlineData(300_000, "Transfer-Encoding: chunked")]
    public async Task One_that_goes_away_amid_its_request_is_no_failure_of_the_proxy(int length, string framing)
    {
        foreach (var mode in Modes.Select(mode => mode.Data))
            Manifest.Add(mode, mode, "echo");
        var proxy = await StartAsync();

        foreach (var mode in Modes.Select(mode => mode.Data))
        {
            await Echo.GetAsync(proxy.Client, $"/{mode}/");
            for (var i = 0; i < 10; i++)
            {
                // That it may go on is said when the body is read.
                using var client = await RawConnection.OpenAsync(proxy.Client.BaseAddress!);
                await client.SendAsync($"POST /{mode}/ HTTP/1.1\r\nHost: a\r\n{framing}\r\nExpect: 100-continue\r\n\r\n");
                await client.ReadUntilAsync("HTTP/1.1 100 Continue\r\n\r\n");
                await client.SendAsync($"{length:x}\r\n");
            }
        }

        proxy.Sigterm();
        await proxy.WaitForExitAsync();
        Assert.DoesNotContain("Kestrel", proxy.Log(), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Streamed))]
    public async Task A_lambda_whose_answer_is_still_being_read_is_not_idle(string mode)
    {
        // Stopped as soon as there is nothing to do
        Manifest.Add("a", mode, "big-answer", $"{LongAnswer}").With("idle_timeout", "0");
        var proxy = await StartAsync();
        using var response = await proxy.Client.GetAsync("/a/", HttpCompletionOption.ResponseHeadersRead, Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);

        var status = await proxy.Admin.LambdaAsync("a", Cancellation);
        Assert.Equal(("running", 1), (status.State, status.InFlight));

        Assert.Equal(LongAnswer, (await response.Content.ReadAsByteArrayAsync(Cancellation)).Length);
        Assert.Single(Started);
        await Eventually.True(async () => (await proxy.Admin.LambdaAsync("a", Cancellation)).State == "cold", () => "it is stopped when all is read");
    }
}
