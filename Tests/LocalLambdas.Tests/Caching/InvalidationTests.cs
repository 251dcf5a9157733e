using LocalLambdas.Messages;

namespace LocalLambdas.Tests.Caching;

public class InvalidationTests
{
    private readonly CacheFixture _fixture = new();

    [Theory]
    [InlineData("POST", 200, true)]
    [InlineData("PUT", 204, true)]
    [InlineData("DELETE", 302, true)]
    [InlineData("PATCH", 201, true)]
    [InlineData("FROB", 200, true)]
    [InlineData("POST", 400, false)]
    [InlineData("POST", 500, false)]
    [InlineData("OPTIONS", 200, false)]
    [InlineData("HEAD", 200, false)]
    public async Task A_change_invalidates_all_variants_of_its_target(string method, int status, bool invalidates)
    {
        await StoreAsync("/a", "X: 1");
        await StoreAsync("/a", "X: 2");
        await StoreAsync("/a?q");

        await _fixture.SendAsync(Messages.Request(method, "/a", "Cache-Control: no-cache"), Messages.Answer(status, ""));

        Assert.Equal(!invalidates, Has("/a", "X: 1"));
        Assert.Equal(!invalidates, Has("/a", "X: 2"));
        Assert.True(Has("/a?q"));
    }

    [Fact]
    public async Task A_change_of_unknown_outcome_invalidates()
    {
        await StoreAsync("/a");
        _fixture.Service = _ => throw new TimeoutException();

        await Assert.ThrowsAsync<TimeoutException>(() => _fixture.SendAsync(Messages.Request("POST", "/a")));

        Assert.False(Has("/a"));
    }

    [Theory]
    [InlineData("Location: /dir/b%7E?q=1", true)]
    [InlineData("Content-Location: /dir/b%7E?q=1#f", true)]
    [InlineData("Location: http://localhost:3000/dir/b%7E?q=1", true)]
    [InlineData("Location: HTTP://LOCALHOST:3000/dir/b%7E?q=1", true)]
    [InlineData("Location: //localhost:3000/dir/b%7E?q=1", false)]
    [InlineData("Location: http://localhost:3001/dir/b%7E?q=1", false)]
    [InlineData("Location: http://evil/dir/b%7E?q=1", false)]
    [InlineData("Location: /dir/b%7E", false)]
    [InlineData("Location: http://[", false)]
    public async Task A_change_invalidates_what_it_points_to_within_its_authority(string field, bool invalidates)
    {
        await StoreAsync("/dir/b%7E?q=1");

        await _fixture.SendAsync(Messages.Request("POST", "/dir/a"), Messages.Answer(201, "", field));

        Assert.Equal(!invalidates, Has("/dir/b%7E?q=1"));
    }

    [Theory]
    [InlineData("b")]
    [InlineData("./b")]
    [InlineData("/other/../dir/b")]
    [InlineData("//localhost:3000/dir/b")]
    [InlineData("http://localhost:3000/x/../dir/b")]
    public async Task A_relative_reference_is_resolved(string reference)
    {
        await StoreAsync("/dir/b");

        await _fixture.SendAsync(Messages.Request("POST", "/dir/a?u=http://x/y"), Messages.Answer(201, "", "Location: " + reference));

        Assert.False(Has("/dir/b"));
    }

    [Fact]
    public async Task An_answer_that_was_under_way_during_a_change_is_not_stored()
    {
        var under = new TaskCompletionSource<LambdaResponse>();
        var get = _fixture.Cache.FetchAsync(Messages.Get("/a"), (_, _) => new(under.Task), TestContext.Current.CancellationToken).AsTask();
        await _fixture.SendAsync(Messages.Request("POST", "/a"), Messages.Ok(""));

        // Who comes after the change does not get what was before it either
        var later = await _fixture.SendAsync(Messages.Get("/a"), Messages.Ok("after"));
        under.SetResult(Messages.Ok("before"));

        Assert.Equal("after", later.Response.Text());
        Assert.Equal("before", (await get).Response.Text());
        Assert.Equal("after", (await _fixture.SendAsync(Messages.Get("/a"), Messages.Ok("late"))).Response.Text());
    }

    [Fact]
    public async Task Clear_drops_what_is_stored_and_what_is_under_way()
    {
        var under = new TaskCompletionSource<LambdaResponse>();
        var get = _fixture.Cache.FetchAsync(Messages.Get("/a"), (_, _) => new(under.Task), TestContext.Current.CancellationToken).AsTask();
        await StoreAsync("/b");

        _fixture.Cache.Clear();
        under.SetResult(Messages.Ok("before"));
        await get;

        Assert.Equal((0, 0L), (_fixture.Cache.Snapshot().Entries, _fixture.Cache.Snapshot().Bytes));
    }

    private async Task StoreAsync(string target, params string[] headers) =>
        await _fixture.SendAsync(Messages.Get(target, headers), Messages.Ok(target, "Cache-Control: max-age=60", "Vary: X"));

    private bool Has(string target, params string[] headers) => _fixture.Cache.TryGetFresh(Messages.Get(target, headers), out _);
}
