using LocalLambdas.Caching;
using LocalLambdas.Messages;

namespace LocalLambdas.Tests.Caching;

/// <summary>Concurrent misses. The service of these tests answers when it is told to.</summary>
public class CollapsingTests
{
    private const string Fresh = "Cache-Control: max-age=60";

    private readonly ResponseCache _cache = new(new CacheOptions(), new ManualTime());
    private readonly TaskCompletionSource<LambdaResponse> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _calls;

    [Fact]
    public async Task A_hundred_concurrent_misses_call_the_service_once()
    {
        var requests = Enumerable.Range(0, 100).Select(_ => Task.Run(() => FetchAsync(Messages.Get("/")))).ToArray();
        await UntilAsync(() => _calls > 0);
        _answer.SetResult(Messages.Ok("a", Fresh));

        var outcomes = await Task.WhenAll(requests);

        Assert.All(outcomes, outcome => Assert.Equal("a", outcome.Response.Text()));
        Assert.Equal(1, _calls);
        Assert.Single(outcomes, outcome => outcome.Stored);
        Assert.All(outcomes, outcome => Assert.True(outcome.Stored || outcome.Collapsed || outcome.Status == CacheStatus.Hit));
    }

    [Fact]
    public async Task Concurrent_requests_for_a_stale_answer_confirm_it_once()
    {
        var fixture = new CacheFixture();
        await fixture.SendAsync(Messages.Get("/"), Messages.Ok("a", "Cache-Control: max-age=1", "ETag: \"1\""));
        fixture.Time.Advance(1);

        var requests = Enumerable.Range(0, 10).Select(_ => FetchAsync(Messages.Get("/"), fixture.Cache)).ToArray();
        _answer.SetResult(Messages.Answer(304, "", Fresh));

        Assert.All(await Task.WhenAll(requests), outcome => Assert.Equal("a", outcome.Response.Text()));
        Assert.Equal(1, _calls);
    }

    [Theory]
    [InlineData("Cache-Control: no-store")]
    [InlineData("Cache-Control: private, max-age=60")]
    [InlineData("Cache-Control: no-cache|ETag: \"1\"")]
    [InlineData("Cache-Control: max-age=60|Set-Cookie: a=b")]
    public async Task An_answer_that_must_not_be_shared_is_not_and_those_who_waited_call_side_by_side(string fields)
    {
        // From the second call on, none answers before all have called: they would hang if they queued up
        const int Count = 20;
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        async ValueTask<LambdaResponse> ServiceAsync(ConditionalHeaders? conditions, CancellationToken cancellationToken)
        {
            var call = Interlocked.Increment(ref _calls);
            if (call == Count)
                all.SetResult();
            await (call == 1 ? _answer.Task : all.Task);
            return Messages.Ok($"{call}", fields.Split('|'));
        }

        var token = TestContext.Current.CancellationToken;
        var requests = Enumerable.Range(0, Count).Select(_ => _cache.FetchAsync(Messages.Get("/"), ServiceAsync, token).AsTask()).ToArray();
        Assert.Equal(1, _calls);
        _answer.SetResult(Messages.Ok(""));

        var outcomes = await Task.WhenAll(requests).WaitAsync(TimeSpan.FromSeconds(30), token);

        Assert.Equal(Count, outcomes.Select(outcome => outcome.Response.Text()).Distinct().Count());
        Assert.DoesNotContain(outcomes, outcome => outcome.Collapsed);
    }

    [Theory]
    [InlineData("Cache-Control: no-store")]
    [InlineData("Cache-Control: no-cache|ETag: \"1\"")]
    [InlineData("Cache-Control: no-cache|ETag: \"1\"|Vary: X")]
    public async Task Requests_for_what_is_never_fresh_do_not_wait_for_each_other(string fields)
    {
        await _cache.FetchAsync(Messages.Get("/"), (_, _) => new(Messages.Ok("", fields.Split('|'))), TestContext.Current.CancellationToken);

        var requests = Enumerable.Range(0, 5).Select(_ => FetchAsync(Messages.Get("/"))).ToArray();

        Assert.Equal(5, _calls);
        _answer.SetResult(Messages.Ok(""));
        await Task.WhenAll(requests);
    }

    [Fact]
    public async Task Requests_share_again_once_an_answer_was_stored_after_all()
    {
        var token = TestContext.Current.CancellationToken;
        await _cache.FetchAsync(Messages.Get("/"), (_, _) => new(Messages.Ok("", "Cache-Control: no-store")), token);
        await _cache.FetchAsync(Messages.Get("/"), (_, _) => new(Messages.Ok("", Fresh)), token);
        _cache.Clear();

        var late = new TaskCompletionSource<LambdaResponse>();
        var requests = Enumerable.Range(0, 5).Select(_ => FetchAsync(Messages.Get("/"), answer: late.Task)).ToArray();

        Assert.Equal(1, _calls);
        late.SetResult(Messages.Ok("", Fresh));
        await Task.WhenAll(requests);
    }

    [Fact]
    public async Task Requests_that_differ_in_what_vary_names_get_their_own_answers_with_one_call_each()
    {
        ValueTask<LambdaResponse> Service(string language)
        {
            Interlocked.Increment(ref _calls);
            return new(_answer.Task.ContinueWith(_ => Messages.Ok(language, Fresh, "Vary: Accept-Language"), TaskScheduler.Default));
        }

        var token = TestContext.Current.CancellationToken;
        var requests = Enumerable.Range(0, 60).Select(i => i % 3 == 0 ? "de" : i % 3 == 1 ? "en" : "fr").Select(async language =>
            (language, await _cache.FetchAsync(Messages.Get("/", "Accept-Language: " + language), (_, _) => Service(language), token))).ToArray();
        _answer.SetResult(Messages.Ok(""));

        foreach (var (language, outcome) in await Task.WhenAll(requests))
            Assert.Equal(language, outcome.Response.Text());
        Assert.Equal(3, _calls);
    }

    [Fact]
    public async Task Where_it_is_known_what_the_answer_depends_on_only_the_same_requests_wait_for_each_other()
    {
        var fixture = new CacheFixture();
        await fixture.SendAsync(Messages.Get("/", "Accept-Language: fr"), Messages.Ok("fr", Fresh, "Vary: Accept-Language"));

        var requests = Enumerable.Range(0, 4)
            .Select(i => FetchAsync(Messages.Get("/", "Accept-Language: " + (i % 2 == 0 ? "de" : "en")), fixture.Cache)).ToArray();

        Assert.Equal(2, _calls);
        _answer.SetResult(Messages.Ok("", Fresh, "Vary: Accept-Language"));
        await Task.WhenAll(requests);
        Assert.Equal(2, _calls);
    }

    [Theory]
    [InlineData("Authorization: A", "Authorization: B")]
    [InlineData("Authorization: A", "X: y")]
    [InlineData("X: y", "Authorization: A")]
    [InlineData("X: y", "Cache-Control: no-cache")]
    [InlineData("X: y", "Cache-Control: max-age=0")]
    [InlineData("X: y", "Cache-Control: no-store")]
    [InlineData("Cache-Control: no-store", "X: y")]
    [InlineData("Range: bytes=0-1", "X: y")]
    public async Task Some_requests_never_join(string first, string second)
    {
        var one = FetchAsync(Messages.Get("/", first));
        var other = FetchAsync(Messages.Get("/", second));

        Assert.Equal(2, _calls);
        _answer.SetResult(Messages.Ok("", "Cache-Control: public, max-age=60"));
        await Task.WhenAll(one, other);
    }

    [Fact]
    public async Task Get_and_head_never_join()
    {
        var requests = new[] { FetchAsync(Messages.Get("/")), FetchAsync(Messages.Request("HEAD", "/")), FetchAsync(Messages.Request("HEAD", "/")) };

        Assert.Equal(3, _calls);
        _answer.SetResult(Messages.Ok("", Fresh));
        await Task.WhenAll(requests);
    }

    [Fact]
    public async Task A_failure_reaches_all_and_the_next_request_tries_again()
    {
        var requests = Enumerable.Range(0, 20).Select(_ => FetchAsync(Messages.Get("/"))).ToArray();
        _answer.SetException(new IOException("gone"));

        foreach (var request in requests)
            Assert.Equal("gone", (await Assert.ThrowsAsync<IOException>(() => request)).Message);
        Assert.Equal(1, _calls);

        var outcome = await FetchAsync(Messages.Get("/"), answer: Task.FromResult(Messages.Ok("back")));
        Assert.Equal(("back", 2), (outcome.Response.Text(), _calls));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task One_who_leaves_does_not_take_the_others_along(int leaving)
    {
        using var source = new CancellationTokenSource();
        var requests = Enumerable.Range(0, 3)
            .Select(i => FetchAsync(Messages.Get("/"), cancellationToken: i == leaving ? source.Token : CancellationToken.None)).ToArray();

        await source.CancelAsync();
        if (leaving > 0)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => requests[leaving]);
        _answer.SetResult(Messages.Ok("a", Fresh));

        foreach (var request in requests.Where((_, i) => i != leaving))
            Assert.Equal("a", (await request).Response.Text());
        Assert.Equal(1, _calls);
    }

    [Fact]
    public async Task A_call_is_given_up_when_all_have_left_and_the_next_request_makes_its_own()
    {
        using var source = new CancellationTokenSource();
        var requests = Enumerable.Range(0, 3).Select(_ => FetchAsync(Messages.Get("/"), cancellationToken: source.Token)).ToArray();

        await source.CancelAsync();

        foreach (var request in requests)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        var next = FetchAsync(Messages.Get("/"));
        _answer.SetResult(Messages.Ok("a"));
        Assert.Equal(("a", 2), ((await next).Response.Text(), _calls));
    }

    [Fact]
    public async Task Nobody_joins_a_call_that_was_given_up_but_has_not_ended()
    {
        using var source = new CancellationTokenSource();
        var stubborn = _cache.FetchAsync(Messages.Get("/"), (_, _) => new(_answer.Task), source.Token).AsTask();
        await source.CancelAsync();

        var next = FetchAsync(Messages.Get("/"), answer: Task.FromResult(Messages.Ok("next", Fresh)));

        Assert.Equal("next", (await next).Response.Text());
        _answer.SetResult(Messages.Ok("late", "Cache-Control: no-store"));
        await stubborn;
    }

    [Fact]
    public async Task One_who_waited_gets_the_answer_to_his_own_condition()
    {
        var plain = FetchAsync(Messages.Get("/"));
        var conditional = FetchAsync(Messages.Get("/", "If-None-Match: \"1\""));
        _answer.SetResult(Messages.Ok("a", Fresh, "ETag: \"1\""));

        Assert.Equal(200, (await plain).Response.Status);
        Assert.Equal(304, (await conditional).Response.Status);
        Assert.Equal(1, _calls);
    }

    private async Task<CacheOutcome> FetchAsync(
        CacheRequest request, ResponseCache? cache = null, Task<LambdaResponse>? answer = null, CancellationToken? cancellationToken = null) =>
        await (cache ?? _cache).FetchAsync(
            request,
            (_, token) =>
            {
                Interlocked.Increment(ref _calls);
                return new((answer ?? _answer.Task).WaitAsync(token));
            },
            cancellationToken ?? TestContext.Current.CancellationToken);

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            timeout.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
