using LocalLambdas.Caching;

namespace LocalLambdas.Tests.Caching;

public class CacheStatusHeaderTests
{
    [Theory]
    [InlineData(nameof(CacheStatus.Hit), false, false, "local_lambdas; hit")]
    [InlineData(nameof(CacheStatus.Miss), false, false, "local_lambdas; fwd=miss")]
    [InlineData(nameof(CacheStatus.Miss), true, false, "local_lambdas; fwd=miss; stored; ttl=7")]
    [InlineData(nameof(CacheStatus.Miss), false, true, "local_lambdas; fwd=miss; collapsed; ttl=7")]
    [InlineData(nameof(CacheStatus.Stale), true, false, "local_lambdas; fwd=stale; stored; ttl=7")]
    [InlineData(nameof(CacheStatus.Revalidated), true, false, "local_lambdas; fwd=stale; fwd-status=304; stored; ttl=7")]
    [InlineData(nameof(CacheStatus.Request), false, false, "local_lambdas; fwd=request")]
    [InlineData(nameof(CacheStatus.Method), false, false, "local_lambdas; fwd=method")]
    [InlineData(nameof(CacheStatus.Bypass), false, false, "local_lambdas; fwd=bypass")]
    [InlineData(nameof(CacheStatus.NotCached), false, false, "local_lambdas; detail=only-if-cached")]
    public void An_outcome_has_its_value(string status, bool stored, bool collapsed, string expected)
    {
        var outcome = new CacheOutcome(Messages.Ok(""), Enum.Parse<CacheStatus>(status), null) { Stored = stored, Collapsed = collapsed, TtlSeconds = stored || collapsed ? 7 : null };

        Assert.Equal(expected, CacheStatusHeader.Of(outcome));
    }

    [Fact]
    public async Task A_request_is_told_what_happened_to_it()
    {
        var fixture = new CacheFixture();
        var told = new List<string>();
        async Task SendAsync(string[] headers, params string[] answer) =>
            told.Add(CacheStatusHeader.Of(await fixture.SendAsync(Messages.Get("/", headers), Messages.Ok("a", answer))));

        await SendAsync([], "Cache-Control: no-store");
        await SendAsync([], "Cache-Control: max-age=3");
        await SendAsync([]);
        fixture.Time.Advance(3);
        await SendAsync([], "Cache-Control: max-age=4");
        await SendAsync(["Cache-Control: no-cache"], "Cache-Control: max-age=5");
        await SendAsync(["Range: bytes=0-0"]);

        Assert.Equal(
            [
                "local_lambdas; fwd=miss", "local_lambdas; fwd=miss; stored; ttl=3", "local_lambdas; hit",
                "local_lambdas; fwd=stale; stored; ttl=4", "local_lambdas; fwd=request; stored; ttl=5", "local_lambdas; fwd=bypass",
            ],
            told);
        Assert.Equal((1L, 4L), (fixture.Cache.Snapshot().Hits, fixture.Cache.Snapshot().Misses));
    }
}
