using System.Net;
using Testing;
using Testing.Processes;

namespace LocalLambdas.Tests.EndToEnd;

/// <summary>Lambdas that use, or misuse, what only frames have.</summary>
[Collection(ProxyCollections.First)]
public sealed class FramesTests : ProxyTest
{
    private const string Never = "delay=600000";

    [Fact]
    public async Task Over_TCP_who_shows_a_wrong_token_is_dropped_and_the_process_itself_gets_through()
    {
        Manifest.Add("a", "frames", "echo", "first-token", "0123456789abcdef0123456789abcdef").With("transport", "tcp");
        var proxy = await StartAsync();

        var echo = await Echo.GetAsync(proxy.Client, "/a/");

        Assert.StartsWith("tcp:127.0.0.1:", echo.Address, StringComparison.Ordinal);
        await proxy.Output.LoggedAsync("a", "bad frame: The lambda sent an illegal frame: BadHello");
        Assert.Equal(echo.Nonce, (await Echo.GetAsync(proxy.Client, "/a/")).Nonce);
        Assert.DoesNotContain(echo.Address[(echo.Address.IndexOf('#', StringComparison.Ordinal) + 1)..], proxy.Log(), StringComparison.Ordinal);
    }

    // Long enough for them to say hello; both wait for it at the same time.
    [Fact]
    public async Task Over_TCP_a_process_that_never_shows_its_token_has_not_started()
    {
        (string Id, string Token)[] lambdas = [("a", ""), ("b", "wrong")];
        foreach (var (id, token) in lambdas) Manifest.Add(id, "frames", "echo", "token", token).With("transport", "tcp").With("start_timeout", "10");
        var proxy = await StartAsync();

        var responses = await Task.WhenAll(lambdas.Select(lambda => proxy.Client.GetAsync($"/{lambda.Id}/", Cancellation)));

        foreach (var response in responses) await AssertProblemAsync(HttpStatusCode.ServiceUnavailable, response);
        foreach (var (id, _) in lambdas) await proxy.Output.LoggedAsync(id, "bad frame: The lambda sent an illegal frame: BadHello");
        await AssertNoProcessLeftAsync();
    }

    [Fact]
    public async Task An_answer_beyond_its_credit_ends_the_process_and_fails_what_is_in_flight()
    {
        Manifest.Add("a", "frames", "big-answer", "10000000", "overspends");
        var proxy = await StartAsync();
        var other = proxy.Client.PostAsync($"/a/?{Never}", null, Cancellation);
        await InFlightAsync(proxy.Admin, 1);

        // Nobody reads it, so that no credit is granted.
        using var client = await RawConnection.OpenAsync(proxy.Client.BaseAddress!);
        await client.SendAsync("GET /a/ HTTP/1.1\r\nHost: h\r\n\r\n");

        await AssertBadFrameAsync(await other);
        await proxy.Output.LoggedAsync("a", "bad frame: The lambda sent an illegal frame: BadCredit");
        await client.ReadToEndAsync();
        Assert.DoesNotContain("\r\n0\r\n\r\n", client.Received, StringComparison.Ordinal);
        await AssertNoProcessLeftAsync();
    }

    [Fact]
    public async Task An_illegal_frame_among_other_streams_fails_all_of_them_and_the_next_process_is_asked()
    {
        Manifest.Add("a", "frames", "echo", "obeys");
        var proxy = await StartAsync();

        // So many that each kind of garbage comes up.
        for (var seed = 0; seed < 20; seed++)
        {
            // Each of them counts as a failure, and from the second in a row on requests would have to wait.
            await proxy.Admin.StartAsync("a", Cancellation);
            var before = await Echo.GetAsync(proxy.Client, "/a/");
            var others = Enumerable.Range(0, 3).Select(_ => proxy.Client.GetAsync($"/a/?{Never}", Cancellation)).ToArray();
            await InFlightAsync(proxy.Admin, others.Length);

            using var response = await proxy.Client.GetAsync($"/a/?fault=garbage&seed={seed}", Cancellation);

            await AssertBadFrameAsync(response);
            foreach (var other in others)
                await AssertBadFrameAsync(await other);
            Assert.NotEqual(before.Nonce, (await Echo.GetAsync(proxy.Client, "/a/")).Nonce);
            await Eventually.True(() => !ProcessTable.IsAlive(before.Pid), $"{before.Pid} was ended");
        }
    }

    [Fact]
    public async Task An_illegal_frame_that_nobody_waits_for_ends_the_process_too()
    {
        Manifest.Add("a", "frames", "echo", "frame-after-answer", "000000000000000063000000");
        var proxy = await StartAsync();

        await Echo.GetAsync(proxy.Client, "/a/");

        await proxy.Output.LoggedAsync("a", "illegal frame");
        await AssertNoProcessLeftAsync();
    }

    [Fact]
    public async Task A_process_that_sent_an_illegal_frame_has_failed_and_after_the_second_requests_have_to_wait()
    {
        Manifest.Add("a", "frames", "echo", "frame-after-answer", "000000000000000063000000");
        var proxy = await StartAsync();

        await Echo.GetAsync(proxy.Client, "/a/");
        await Eventually.True(async () => (await proxy.Admin.LambdaAsync("a", Cancellation)).State is "failed", () => "it has failed");
        Assert.Contains("an illegal frame", (await proxy.Admin.LambdaAsync("a", Cancellation)).LastError, StringComparison.Ordinal);

        await Echo.GetAsync(proxy.Client, "/a/");
        await proxy.Output.LoggedAsync("a", "failed 2 times in a row: not started again within");
    }

    [Fact]
    public async Task An_answer_in_pieces_may_take_longer_than_the_request_timeout()
    {
        Manifest.Add("a", "frames", "big-answer", "1000", "drips", "2000").With("request_timeout", "5");
        var proxy = await StartAsync();

        var answer = await proxy.Client.GetByteArrayAsync("/a/", Cancellation);

        Assert.Equal(Enumerable.Range(0, 1000).Select(i => (byte)(i % 251)), answer);
    }

    [Theory]
    [InlineData("stalls", "TimedOut", "cancelled with 2"), InlineData("gives-up", "ConnectionLost", null)]
    public async Task An_answer_that_does_not_end_breaks_off_and_leaves_the_others_alone(string behaviour, string reason, string? told)
    {
        Manifest.Add("a", "frames", "big-answer", "100000", behaviour).With("request_timeout", "5");
        var proxy = await StartAsync();

        for (var i = 0; i < 2; i++)
        {
            var received = await RawConnection.ExchangeAsync(proxy.Client.BaseAddress!, "GET /a/ HTTP/1.1\r\nHost: h\r\n\r\n");
            Assert.StartsWith("HTTP/1.1 200 OK\r\n", received, StringComparison.Ordinal);
            Assert.DoesNotContain("\r\n0\r\n", received, StringComparison.Ordinal);
        }

        await proxy.Output.LoggedAsync("a", $"an answer broke off: {reason}");
        if (told is not null)
            await proxy.Output.LoggedAsync("a", told);
        Assert.Single(Started);
    }

    [Fact]
    public async Task An_answer_may_end_before_its_request_and_leaves_the_others_alone()
    {
        Manifest.Add("a", "frames", "echo", "answers-early");
        var proxy = await StartAsync();
        var address = proxy.Client.BaseAddress!;

        using var client = await RawConnection.OpenAsync(address);
        await client.SendAsync("POST /a/ HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\nbegin");
        await client.ReadUntilAsync("\"nonce\"");

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", client.Received, StringComparison.Ordinal);
        Assert.Equal(Started.Single(), (await Echo.GetAsync(proxy.Client, "/a/")).Pid);
    }

    [Fact]
    public async Task A_process_that_goes_away_finishes_what_it_has_taken_and_others_get_the_rest()
    {
        var gate = Folder.File("gate");
        Manifest.Add("a", "frames", "hold-until", gate, "goes-away");
        var proxy = await StartAsync();
        var first = Echo.GetAsync(proxy.Client, "/a/first");
        await InFlightAsync(proxy.Admin, 1);

        // Behind the first one, which says that no stream above its own was taken. Of any method: no handler has seen it.
        var second = proxy.Client.PostAsync("/a/second?delay=3000", new StringContent("hi"), Cancellation);
        await InFlightAsync(proxy.Admin, 2);
        await File.WriteAllTextAsync(gate, "", Cancellation);

        Assert.Equal("/a/first", (await first).Uri);
        using var answer = await second;
        Assert.NotEqual((await first).Nonce, (await Echo.ReadAsync(answer)).Nonce);
    }

    [Theory, InlineData("on_demand"), InlineData("eager")]
    public async Task A_process_that_goes_away_is_left_alone_with_its_requests_while_its_successor_serves(string start)
    {
        Manifest.Add("a", "frames", "echo", "takes-one").With("start", start);
        var proxy = await StartAsync();
        await Eventually.True(async () => start is "on_demand" || (await proxy.Admin.LambdaAsync("a", Cancellation)).State is "running", () => "it runs");
        using var client = await RawConnection.OpenAsync(proxy.Client.BaseAddress!);
        await client.SendAsync("POST /a/ HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 1000000\r\n\r\nbegin");
        await proxy.Output.LoggedAsync("a", "gets no more requests");
        if (start is "eager")
            await Eventually.True(() => Started.Count is 2, "the successor does not wait for a request");

        var other = await Echo.GetAsync(proxy.Client, "/a/");
        await client.SendAsync(new('x', 999_995));
        await client.ReadToEndAsync();

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", client.Received, StringComparison.Ordinal);
        Assert.Contains("\"bodyLength\":1000000", client.Received, StringComparison.Ordinal);
        Assert.DoesNotContain(other.Nonce.ToString(), client.Received, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_ends_a_process_that_is_going_away_too()
    {
        Manifest.Add("a", "frames", "echo", "takes-one");
        var proxy = await StartAsync();
        var first = proxy.Client.PostAsync($"/a/?{Never}", null, Cancellation);
        await proxy.Output.LoggedAsync("a", "gets no more requests");

        await proxy.Admin.StopAsync("a", Cancellation);

        Assert.Empty(Alive);
        await AssertProblemAsync(HttpStatusCode.BadGateway, await first);
    }

    private static async Task AssertBadFrameAsync(HttpResponseMessage response)
    {
        await AssertProblemAsync(HttpStatusCode.BadGateway, response);
        Assert.Contains("urn:local_lambdas:bad-frame", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    private static Task InFlightAsync(Testing.Proxy.AdminClient admin, int count) => Eventually.True(
        async () => (await admin.LambdaAsync("a", Cancellation)).InFlight == count, () => $"{count} in flight");
}
