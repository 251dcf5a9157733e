using System.Globalization;
using System.Net;
using Testing;
using Testing.Proxy;

namespace LocalLambdas.Tests.EndToEnd;

/// <summary>The rules of RFC 9111 against the real executable: what the lambda is told to answer, asked for twice.</summary>
[Collection(ProxyCollections.Second)]
public sealed class CacheRuleTests : ProxyTest
{
    private const string Fresh = "Cache-Control: max-age=60";
    private const string Hit = "hit";
    private const string Miss = "fwd=miss";

    private int _requests;

    /// <summary>What the answer says, the headers of the first and of the second request, and what becomes of the second.</summary>
    public static TheoryData<string, string, string, string> Rules => new()
    {
        // 4.1: Vary
        { Fresh + "|Vary: Accept", "Accept: a", "Accept: a", Hit },
        { Fresh + "|Vary: Accept", "Accept: a", "Accept: b", Miss },
        { Fresh + "|Vary: Accept", "Accept: a", "", Miss },
        { Fresh + "|Vary: *", "", "", Miss },
        { Fresh + "|Vary: Accept, *", "", "", Miss },

        // The proxy adds these behind the cache, so the requests of two clients look the same
        { Fresh + "|Vary: X-Forwarded-For", "", "", Miss },
        { Fresh + "|Vary: Accept, forwarded", "", "", Miss },
        { Fresh + "|Vary: Via", "", "", Miss },
        { Fresh + "|Vary: X-Forwarded-Proto", "", "", Hit },

        // 5.2.2: directives
        { "Cache-Control: private, s-maxage=60", "", "", Miss },
        { "Cache-Control: s-maxage=60, max-age=0", "", "", Hit },
        { "Cache-Control: s-maxage=0, max-age=60", "", "", Miss },
        { "Cache-Control: max-age=60, max-age=60", "", "", Miss },
        { "Cache-Control: max-age=60, must-revalidate", "", "", Hit },
        { "Cache-Control: no-store|Expires: Fri, 01 Jan 2038 00:00:00 GMT", "", "", Miss },

        // 4.2 and 5.3: Expires and Age
        { "Expires: Fri, 01 Jan 2038 00:00:00 GMT", "", "", Hit },
        { "Expires: 0", "", "", Miss },
        { "Expires: Fri, 01 Jan 2016 00:00:00 GMT", "", "", Miss },
        { "Expires: Fri, 01 Jan 2016 00:00:00 GMT|" + Fresh, "", "", Hit },
        { Fresh + "|Age: 60", "", "", Miss },
        { Fresh + "|Age: 20", "", "", Hit },
        { Fresh + "|Date: Fri, 01 Jan 2016 00:00:00 GMT", "", "", Miss },

        // 3.5: Authorization
        { Fresh, "Authorization: Bearer one", "Authorization: Bearer one", Miss },
        { Fresh + ", public", "Authorization: Bearer one", "Authorization: Bearer one", Hit },
        { Fresh + ", public", "Authorization: Bearer one", "Authorization: Bearer two", Miss },
        { Fresh + ", public", "Authorization: Bearer one", "", Miss },
        { "Cache-Control: s-maxage=60", "Authorization: Bearer one", "Authorization: Bearer one", Hit },
        { Fresh + ", must-revalidate", "Authorization: Bearer one", "Authorization: Bearer one", Hit },

        // 7.3
        { Fresh + "|Set-Cookie: a=1", "", "", Miss },

        // 3: which status codes, and with the default freshness which
        { Fresh, "x-status: 500", "x-status: 500", Hit },
        { "x-any: 1", "x-status: 500", "x-status: 500", Miss },
        { "x-any: 1", "x-status: 404", "x-status: 404", Hit },
        { Fresh, "x-status: 206", "x-status: 206", Miss },
        { Fresh, "x-status: 299", "x-status: 299", Miss },
        { Fresh, "Range: bytes=0-1", "Range: bytes=0-1", "fwd=bypass" },

        // Of whom it is not said that the answer is the same for all
        { "x-any: 1", "Cookie: a=1", "Cookie: a=2", Miss },
        { "x-any: 1", "Cookie: a=1", "Cookie: a=1", Hit },
    };

    [Theory, MemberData(nameof(Rules))]
    public async Task What_becomes_of_the_second_request(string answer, string first, string second, string expected)
    {
        var proxy = await StartAsync();

        await AskAsync(proxy, "/a/", answer, first);
        var again = await AskAsync(proxy, "/a/", answer, second);

        Assert.Equal(expected, again.Cache);
        Assert.Equal(expected == Hit ? "1" : "2", again.Number);
    }

    [Fact]
    public async Task The_age_of_an_answer_goes_on_from_what_it_was()
    {
        var proxy = await StartAsync();
        await AskAsync(proxy, "/a/", Fresh + "|Age: 20");

        var hit = await AskAsync(proxy, "/a/");

        Assert.Equal(Hit, hit.Cache);
        Assert.InRange(int.Parse(hit.Age!, CultureInfo.InvariantCulture), 20, 59);
    }

    [Fact]
    public async Task A_stale_answer_is_confirmed_by_its_tag_and_a_changed_one_replaced()
    {
        var proxy = await StartAsync();
        await AskAsync(proxy, "/a/", "Cache-Control: max-age=0|ETag: \"1\"");

        var confirmed = await AskAsync(proxy, "/a/", "Cache-Control: max-age=60|ETag: \"1\"");
        var hit = await AskAsync(proxy, "/a/");
        var client = await AskAsync(proxy, "/a/", "", "If-None-Match: \"0\", W/\"1\"");

        Assert.Equal(("fwd=stale", "1"), (confirmed.Cache, confirmed.Number));
        Assert.Equal((Hit, "1"), (hit.Cache, hit.Number));
        Assert.Equal((Hit, HttpStatusCode.NotModified), (client.Cache, client.Status));
    }

    [Fact]
    public async Task A_stale_answer_is_confirmed_by_its_date()
    {
        const string Modified = "|Last-Modified: Fri, 01 Jan 2016 00:00:00 GMT";
        var proxy = await StartAsync();
        await AskAsync(proxy, "/a/", "Cache-Control: max-age=0" + Modified);

        var confirmed = await AskAsync(proxy, "/a/", Fresh + Modified);
        var hit = await AskAsync(proxy, "/a/");
        var client = await AskAsync(proxy, "/a/", "", "If-Modified-Since: Fri, 01 Jan 2016 00:00:00 GMT");
        var changed = await AskAsync(proxy, "/a/", "", "If-Modified-Since: Thu, 31 Dec 2015 23:59:59 GMT");

        Assert.Equal(("fwd=stale", "1"), (confirmed.Cache, confirmed.Number));
        Assert.Equal((Hit, "1"), (hit.Cache, hit.Number));
        Assert.Equal((Hit, HttpStatusCode.NotModified), (client.Cache, client.Status));
        Assert.Equal((Hit, HttpStatusCode.OK), (changed.Cache, changed.Status));
    }

    [Fact]
    public async Task HEAD_is_answered_from_what_GET_has_stored_and_stores_nothing()
    {
        var proxy = await StartAsync();

        await AskAsync(proxy, "/a/", Fresh, method: "HEAD");
        var get = await AskAsync(proxy, "/a/", Fresh);
        var head = await AskAsync(proxy, "/a/", Fresh, method: "HEAD");

        Assert.Equal((Miss, "2"), (get.Cache, get.Number));
        Assert.Equal((Hit, "2"), (head.Cache, head.Number));
    }

    [Fact]
    public async Task Only_what_is_stored_is_answered_to_who_wants_nothing_else()
    {
        var proxy = await StartAsync();

        var nothing = await AskAsync(proxy, "/a/", Fresh, "Cache-Control: only-if-cached");
        await AskAsync(proxy, "/a/", Fresh);
        var stored = await AskAsync(proxy, "/a/", Fresh, "Cache-Control: only-if-cached");

        Assert.Equal((HttpStatusCode.GatewayTimeout, null), (nothing.Status, nothing.Number));
        Assert.Equal((HttpStatusCode.OK, Hit, "2"), (stored.Status, stored.Cache, stored.Number));
    }

    [Fact]
    public async Task A_changed_answer_takes_the_place_of_a_stale_one()
    {
        var proxy = await StartAsync();
        await AskAsync(proxy, "/a/", "Cache-Control: max-age=0|ETag: \"1\"");

        var changed = await AskAsync(proxy, "/a/", Fresh + "|ETag: \"2\"");

        Assert.Equal(("fwd=stale", "2"), (changed.Cache, changed.Number));
        var hit = await AskAsync(proxy, "/a/");
        Assert.Equal((Hit, "2"), (hit.Cache, hit.Number));
    }

    [Theory]
    [InlineData("POST", 200, "", "/a/1", Miss), InlineData("PUT", 204, "", "/a/1", Miss), InlineData("DELETE", 302, "", "/a/1", Miss), InlineData("MOVE", 200, "", "/a/1", Miss)]
    [InlineData("POST", 400, "", "/a/1", Hit), InlineData("POST", 500, "", "/a/1", Hit), InlineData("OPTIONS", 200, "", "/a/1", Hit)]
    [InlineData("POST", 201, "Location: /a/1", "/a/2", Miss), InlineData("POST", 200, "Content-Location: http://HOST/a/1", "/a/2", Miss)]
    [InlineData("POST", 201, "Location: 1", "/a/2", Miss), InlineData("POST", 500, "Location: /a/1", "/a/2", Hit)]
    [InlineData("POST", 201, "Location: http://elsewhere.example/a/1", "/a/2", Hit)]
    public async Task What_an_unsafe_request_makes_of_a_stored_answer(string method, int status, string answer, string path, string expected)
    {
        var proxy = await StartAsync();
        await AskAsync(proxy, "/a/1", Fresh);

        var answerHeader = answer.Replace("HOST", proxy.Client.BaseAddress!.Authority, StringComparison.Ordinal);
        await AskAsync(proxy, path, answerHeader, $"x-status: {status}", method);

        Assert.Equal(expected, (await AskAsync(proxy, "/a/1", Fresh)).Cache);
    }

    [Fact]
    public async Task Each_authority_has_answers_of_its_own()
    {
        var proxy = await StartAsync();
        await AskAsync(proxy, "/a/", Fresh, "Host: one.example");

        Assert.Equal(Miss, (await AskAsync(proxy, "/a/", Fresh, "Host: two.example")).Cache);
        Assert.Equal(Hit, (await AskAsync(proxy, "/a/", Fresh, "Host: ONE.example")).Cache);
        Assert.Equal(Miss, (await AskAsync(proxy, "/a/", Fresh, "Host: one.example:81")).Cache);
    }

    [Fact]
    public async Task What_caches_behind_the_proxy_say_stays_in_front()
    {
        var proxy = await StartAsync();
        var path = new Uri("/a/", UriKind.Relative);

        foreach (var own in new[] { "local_lambdas; fwd=miss", "local_lambdas; hit" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation("x-answer-0", Fresh);
            request.Headers.TryAddWithoutValidation("x-answer-1", "Cache-Status: behind; fwd=uri-miss");
            using var response = await proxy.Client.SendAsync(request, Cancellation);
            var values = string.Join(", ", response.Headers.GetValues("Cache-Status"));
            Assert.StartsWith($"behind; fwd=uri-miss, {own}", values, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Concurrent_misses_call_the_lambda_once_also_when_it_fails()
    {
        var proxy = await StartAsync("hold-until", Folder.File("gate"));
        var right = Enumerable.Range(0, 8).Select(_ => AskAsync(proxy, "/a/?right", Fresh)).ToArray();
        await InFlightAsync(proxy, 1);
        await File.WriteAllTextAsync(Folder.File("gate"), "", Cancellation);
        var answers = await Task.WhenAll(right);

        Assert.Single(answers.Select(answer => answer.Number).Distinct());
        Assert.Equal(1, answers.Count(answer => answer.Cache == Miss && answer.Number is not null && !answer.Collapsed));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
    }

    [Fact]
    public async Task When_the_call_that_others_wait_for_fails_all_are_told_and_the_next_request_tries_again()
    {
        Manifest.Add("b", "pipe", "hold-until", Folder.File("gate"), "truncated");
        var proxy = await StartAsync();
        var failing = Enumerable.Range(0, 5).Select(_ => proxy.Client.GetAsync("/b/", Cancellation)).ToArray();
        await Eventually.True(async () => (await proxy.Admin.LambdaAsync("b", Cancellation)).InFlight == 1, () => "one call");
        await File.WriteAllTextAsync(Folder.File("gate"), "", Cancellation);

        foreach (var answer in await Task.WhenAll(failing))
            await AssertProblemAsync(HttpStatusCode.BadGateway, answer);
        using var next = await proxy.Client.GetAsync("/b/", Cancellation);
        await AssertProblemAsync(HttpStatusCode.BadGateway, next);
        await Eventually.True(() => Failed() >= 2, "both calls are in the log");
        Assert.InRange(Failed(), 2, 5);

        int Failed() => proxy.Output.Of("b").Count(line => line.Contains("exchange failed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stale_answer_is_never_sent_also_when_the_lambda_cannot_be_started_again()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("a shell script stands in for the lambda");
        var gone = Folder.File("gone");
        Manifest.AddProcess("a", "/bin/sh", "pipe", "-c", $"[ -e '{gone}' ] || exec '{Artifacts.Executable("FaultyLambda")}' as-told");
        var proxy = await base.StartAsync(("ENABLE_CACHE", "true"));

        // Of what is asked for afterwards, no start uses up the freshness.
        await proxy.Admin.StartAsync("a", Cancellation);
        Assert.Equal(Miss, (await AskAsync(proxy, "/a/", "Cache-Control: max-age=5")).Cache);
        await File.WriteAllTextAsync(gone, "", Cancellation);
        await proxy.Admin.StopAsync("a", Cancellation);

        var hits = 0;
        await Eventually.True(
            async () =>
            {
                var answer = await AskAsync(proxy, "/a/");
                if (answer.Status is HttpStatusCode.ServiceUnavailable)
                    return true;
                hits++;
                Assert.Equal((HttpStatusCode.OK, Hit), (answer.Status, answer.Cache));
                Assert.InRange(int.Parse(answer.Age!, CultureInfo.InvariantCulture), 0, 4);
                return false;
            },
            () => "the answer has become stale");

        Assert.True(hits > 0, "it was fresh for a while");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await AskAsync(proxy, "/a/")).Status);
    }

    private static Task InFlightAsync(ProxyProcess proxy, int count) => Eventually.True(
        async () => (await proxy.Admin.LambdaAsync("a", Cancellation)).InFlight == count, () => $"{count} in flight");

    private Task<ProxyProcess> StartAsync(params string[] behaviour)
    {
        Manifest.Add("a", "pipe", ["as-told", .. behaviour]);
        return base.StartAsync(("ENABLE_CACHE", "true"), ("CACHE_DEFAULT_SECONDS", "60"));
    }

    /// <summary>Number is that of the request whose answer this is; Cache the first parameter of Cache-Status.</summary>
    private async Task<(HttpStatusCode Status, string? Cache, string? Number, string? Age, bool Collapsed)> AskAsync(
        ProxyProcess proxy, string path, string answer = "", string headers = "", string method = "GET")
    {
        using var request = new HttpRequestMessage(new(method), new Uri(path, UriKind.Relative));
        foreach (var (number, told) in answer.Split('|', StringSplitOptions.RemoveEmptyEntries).Index())
            request.Headers.TryAddWithoutValidation($"x-answer-{number}", told);
        if (headers.Length > 0)
            request.Headers.TryAddWithoutValidation(headers[..headers.IndexOf(':', StringComparison.Ordinal)], headers[(headers.IndexOf(':', StringComparison.Ordinal) + 2)..]);
        request.Headers.Add("x-nonce", Interlocked.Increment(ref _requests).ToString(CultureInfo.InvariantCulture));
        using var response = await proxy.Client.SendAsync(request, Cancellation);
        var status = Single(response, "Cache-Status");
        return (response.StatusCode, status?.Split("; ")[1], Single(response, "x-nonce"), Single(response, "Age"), status?.Contains("collapsed", StringComparison.Ordinal) is true);
    }

    private static string? Single(HttpResponseMessage response, string name) => response.Headers.TryGetValues(name, out var values) ? values.Single() : null;
}
