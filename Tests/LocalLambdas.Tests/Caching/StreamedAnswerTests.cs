using LocalLambdas.Caching;
using LocalLambdas.Messages;
using LocalLambdas.Tests.Messages;
using LocalLambdas.Transports;

namespace LocalLambdas.Tests.Caching;

/// <summary>Answers whose bodies are still to come.</summary>
public class StreamedAnswerTests
{
    private const string Fresh = "Cache-Control: max-age=60";

    private readonly CacheFixture _fixture = new(new CacheOptions { MaxEntryBytes = 4000, Patience = TimeSpan.Zero });

    [Fact]
    public async Task A_small_one_that_says_its_length_is_received_before_it_is_passed_on()
    {
        var body = new FakeBody(length: 5);
        var sending = _fixture.SendAsync(Messages.Get("/"), Messages.Ok("one ", Fresh) with { Rest = body.Rest });
        Assert.False(sending.IsCompleted);

        await body.SendAsync("three");
        var outcome = await sending;

        Assert.Equal("one three", outcome.Response.Text());
        Assert.Null(outcome.Response.Rest);
        Assert.True(outcome.Stored);
        Assert.True(body.IsDisposed);
        Assert.Equal("one three", (await _fixture.SendAsync(Messages.Get("/"))).Response.Text());
        Assert.Equal(1, _fixture.Calls);
    }

    [Fact]
    public async Task One_that_does_not_say_its_length_but_ends_soon_is_for_all_who_want_it()
    {
        var cache = new CacheFixture(new CacheOptions { MaxEntryBytes = 4000, Patience = Timeout.InfiniteTimeSpan });
        var body = new FakeBody();
        var leader = cache.SendAsync(Messages.Get("/"), Messages.Ok("one ", Fresh) with { Rest = body.Rest });
        var follower = cache.SendAsync(Messages.Get("/"));

        await body.SendAsync("two ");
        await body.SendAsync("three");
        Assert.False(leader.IsCompleted);
        body.End();

        var answers = await Task.WhenAll(leader, follower);
        Assert.All(answers, answer => Assert.Equal("one two three", answer.Response.Text()));
        Assert.All(answers, answer => Assert.Null(answer.Response.Rest));
        Assert.True(answers[1].Collapsed);
        Assert.Equal(1, cache.Calls);
        Assert.True(body.IsDisposed);
    }

    [Fact]
    public async Task One_that_breaks_off_while_it_is_waited_for_fails_all_who_want_it()
    {
        var cache = new CacheFixture(new CacheOptions { Patience = Timeout.InfiniteTimeSpan });
        var body = new FakeBody();
        var leader = cache.SendAsync(Messages.Get("/"), Messages.Ok("one ", Fresh) with { Rest = body.Rest });
        var follower = cache.SendAsync(Messages.Get("/"));

        body.End(new TransportException(TransportError.ConnectionLost, "gone"));

        await Assert.ThrowsAsync<TransportException>(() => leader);
        await Assert.ThrowsAsync<TransportException>(() => follower);
        Assert.True(body.IsDisposed);
        Assert.Equal("next", (await cache.SendAsync(Messages.Get("/"), Messages.Ok("next", Fresh))).Response.Text());
    }

    [Fact]
    public async Task One_that_grows_too_large_while_it_is_waited_for_passes_on()
    {
        var cache = new CacheFixture(new CacheOptions { MaxEntryBytes = 4000, Patience = Timeout.InfiniteTimeSpan });
        var body = new FakeBody();
        var asked = cache.SendAsync(Messages.Get("/"), Messages.Ok("", Fresh) with { Rest = body.Rest });
        await body.SendAsync(new string('x', 5000));

        var outcome = await asked;
        await body.SendAsync("y");
        body.End();

        Assert.False(outcome.Stored);
        Assert.Equal(new string('x', 5000) + "y", await FakeBody.ReadAsync(outcome.Response));
        Assert.Equal("next", (await cache.SendAsync(Messages.Get("/"), Messages.Ok("next"))).Response.Text());
    }

    [Fact]
    public async Task Who_wants_a_late_one_no_more_ends_the_waiting_for_its_bytes()
    {
        var body = new FakeBody();
        var outcome = await _fixture.SendAsync(Messages.Get("/"), Messages.Ok("", Fresh) with { Rest = body.Rest });
        using var gone = new CancellationTokenSource();
        var reading = outcome.Response.Rest!.ReadAsync(new byte[16], gone.Token).AsTask();
        Assert.False(reading.IsCompleted);

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        await outcome.Response.Rest!.DisposeAsync();
        Assert.True(body.IsDisposed);
    }

    [Fact]
    public async Task One_that_does_not_say_its_length_is_passed_on_when_patience_ends_and_stored_when_it_has_passed()
    {
        var body = new FakeBody();
        var outcome = await _fixture.SendAsync(Messages.Get("/"), Messages.Ok("one ", Fresh) with { Rest = body.Rest });

        Assert.False(outcome.Stored);
        await body.SendAsync("two");
        body.End();
        Assert.Equal("one two", await FakeBody.ReadAsync(outcome.Response));

        Assert.Equal("one two", (await _fixture.SendAsync(Messages.Get("/"))).Response.Text());
        Assert.Equal(1, _fixture.Calls);
    }

    [Theory]
    [InlineData(null), InlineData(8000L)]
    public async Task One_that_is_too_large_passes_and_is_not_stored(long? length)
    {
        var body = new FakeBody(length);
        var text = new string('x', 8000);
        var outcome = await _fixture.SendAsync(Messages.Get("/"), Messages.Ok("", Fresh) with { Rest = body.Rest });

        var reading = FakeBody.ReadAsync(outcome.Response);
        await body.SendAsync(text);
        body.End();

        Assert.Equal(text, await reading);
        Assert.Equal("next", (await _fixture.SendAsync(Messages.Get("/"), Messages.Ok("next"))).Response.Text());
    }

    [Fact]
    public async Task One_that_breaks_off_or_is_not_read_to_its_end_is_not_stored()
    {
        var broken = new FakeBody();
        var outcome = await _fixture.SendAsync(Messages.Get("/"), Messages.Ok("", Fresh) with { Rest = broken.Rest });
        broken.End(new TransportException(TransportError.ConnectionLost, "gone"));
        await Assert.ThrowsAsync<TransportException>(() => FakeBody.ReadAsync(outcome.Response));

        var left = new FakeBody();
        outcome = await _fixture.SendAsync(Messages.Get("/"), Messages.Ok("", Fresh) with { Rest = left.Rest });
        await left.SendAsync("half");
        await outcome.Response.Rest!.DisposeAsync();

        Assert.True(left.IsDisposed);
        Assert.Equal("next", (await _fixture.SendAsync(Messages.Get("/"), Messages.Ok("next"))).Response.Text());
    }

    [Fact]
    public async Task What_must_not_be_stored_is_passed_on_untouched()
    {
        var body = new FakeBody(length: 5);

        var outcome = await _fixture.SendAsync(Messages.Get("/"), Messages.Ok("", "Cache-Control: no-store") with { Rest = body.Rest });

        Assert.Same(body.Rest, outcome.Response.Rest);
    }

    [Fact]
    public async Task Nobody_waits_for_a_body_longer_than_patience_lasts()
    {
        var first = new FakeBody();
        var answer = new TaskCompletionSource<LambdaResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        var calls = 0;
        async ValueTask<LambdaResponse> ServiceAsync(ConditionalHeaders? conditions, CancellationToken cancellationToken) =>
            Interlocked.Increment(ref calls) is 1 ? await answer.Task : Messages.Ok("own", Fresh);

        var leader = _fixture.Cache.FetchAsync(Messages.Get("/"), ServiceAsync, TestContext.Current.CancellationToken);
        var follower = _fixture.Cache.FetchAsync(Messages.Get("/"), ServiceAsync, TestContext.Current.CancellationToken);
        answer.SetResult(Messages.Ok("", Fresh) with { Rest = first.Rest });

        Assert.Equal("own", (await follower).Response.Text());
        Assert.NotNull((await leader).Response.Rest);
        Assert.Equal(2, calls);
    }

    [Fact]
    public async Task The_body_of_a_304_is_let_go()
    {
        var body = new FakeBody();
        await _fixture.SendAsync(Messages.Get("/"), Messages.Ok("a", "Cache-Control: max-age=1", "ETag: \"1\""));
        _fixture.Time.Advance(1);

        var outcome = await _fixture.SendAsync(Messages.Get("/"), Messages.Answer(304, "", Fresh) with { Rest = body.Rest });

        Assert.Equal("a", outcome.Response.Text());
        Assert.True(body.IsDisposed);
    }
}
