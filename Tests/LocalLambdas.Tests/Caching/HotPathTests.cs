using LocalLambdas.Caching;

namespace LocalLambdas.Tests.Caching;

public class HotPathTests
{
    [Theory]
    [InlineData("Accept: text/plain")]
    [InlineData("Authorization: A|Cookie: a=b")]
    [InlineData("Cache-Control: max-age=30, min-fresh=1")]
    [InlineData("If-None-Match: \"2\", \"1\"")]
    public async Task A_hit_allocates_nothing(string fields)
    {
        var fixture = new CacheFixture();
        var request = Messages.Get("/path?query", fields.Split('|'));
        await fixture.SendAsync(request, Messages.Ok("a", "Cache-Control: public, max-age=60", "ETag: \"1\"", "Vary: Accept, X-Other"));
        Assert.True(HitAll(fixture.Cache, request, 1));

        var before = GC.GetAllocatedBytesForCurrentThread();
        var hits = HitAll(fixture.Cache, request, 1000);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.True(hits);
        Assert.Equal(0, allocated);
    }

    [Fact]
    public async Task Hits_are_counted()
    {
        var fixture = new CacheFixture();
        await fixture.SendAsync(Messages.Get("/"), Messages.Ok("a"));

        HitAll(fixture.Cache, Messages.Get("/"), 10);
        fixture.Cache.TryGetFresh(Messages.Get("/other"), out _);

        Assert.Equal((10L, 1L), (fixture.Cache.Snapshot().Hits, fixture.Cache.Snapshot().Misses));
    }

    private static bool HitAll(ResponseCache cache, in CacheRequest request, int times)
    {
        var hits = 0;
        for (var i = 0; i < times; i++)
            hits += cache.TryGetFresh(request, out _) ? 1 : 0;
        return hits == times;
    }
}
