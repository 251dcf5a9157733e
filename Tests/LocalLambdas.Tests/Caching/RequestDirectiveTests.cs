using LocalLambdas.Caching;

namespace LocalLambdas.Tests.Caching;

public class RequestDirectiveTests
{
    private readonly CacheFixture _fixture = new();

    [Theory]
    [InlineData("Cache-Control: no-cache", false)]
    [InlineData("Cache-Control: no-store", false)]
    [InlineData("Cache-Control: max-age=0", false)]
    [InlineData("Cache-Control: max-age=9", false)]
    [InlineData("Cache-Control: max-age=10", true)]
    [InlineData("Cache-Control: max-age=99999999999", true)]
    [InlineData("Cache-Control: max-age=x", false)]
    [InlineData("Cache-Control: max-age=60, max-age=60", false)]
    [InlineData("Cache-Control: x=\"", false)]
    [InlineData("Cache-Control: min-fresh=50", true)]
    [InlineData("Cache-Control: min-fresh=51", false)]
    [InlineData("Cache-Control: max-stale=100", true)]
    [InlineData("Cache-Control: only-if-cached", true)]
    [InlineData("Pragma: no-cache", false)]
    [InlineData("Pragma: no-cache|Cache-Control: max-age=60", true)]
    [InlineData("Pragma: other", true)]
    public async Task A_stored_answer_is_used_as_far_as_the_request_allows(string fields, bool expected)
    {
        await _fixture.SendAsync(Messages.Get("/"), Messages.Ok("stored", "Cache-Control: max-age=60"));
        _fixture.Time.Advance(10);

        var outcome = await _fixture.SendAsync(Messages.Get("/", fields.Split('|')), Messages.Ok("new", "Cache-Control: max-age=60"));

        Assert.Equal(expected ? ("stored", CacheStatus.Hit) : ("new", CacheStatus.Request), (outcome.Response.Text(), outcome.Status));
    }

    [Fact]
    public async Task A_reload_refreshes_what_is_stored_but_no_store_does_not()
    {
        await _fixture.SendAsync(Messages.Get("/"), Messages.Ok("1"));
        await _fixture.SendAsync(Messages.Get("/", "Cache-Control: no-store"), Messages.Ok("2"));
        Assert.Equal("1", (await _fixture.SendAsync(Messages.Get("/"))).Response.Text());

        await _fixture.SendAsync(Messages.Get("/", "Cache-Control: no-cache"), Messages.Ok("3"));
        Assert.Equal("3", (await _fixture.SendAsync(Messages.Get("/"), Messages.Ok("4"))).Response.Text());
    }

    [Theory]
    [InlineData("GET", "Cache-Control: only-if-cached")]
    [InlineData("HEAD", "Cache-Control: only-if-cached")]
    [InlineData("GET", "Cache-Control: only-if-cached, no-store")]
    [InlineData("GET", "Cache-Control: only-if-cached|Range: bytes=0-1")]
    public async Task Only_if_cached_never_calls_the_service(string method, string fields)
    {
        var outcome = await _fixture.SendAsync(Messages.Request(method, "/", fields.Split('|')));

        Assert.Equal((504, CacheStatus.NotCached, 0), (outcome.Response.Status, outcome.Status, _fixture.Calls));
    }

    [Theory]
    [InlineData("Range: bytes=0-1")]
    [InlineData("Content-Length: 3")]
    [InlineData("Transfer-Encoding: chunked")]
    [InlineData("If-Match: \"1\"")]
    [InlineData("If-Unmodified-Since: Sat, 01 Mar 2025 12:00:00 GMT")]
    public async Task What_the_cache_does_not_handle_is_neither_answered_nor_stored(string field)
    {
        var request = Messages.Get("/", field);
        await _fixture.SendAsync(request, Messages.Ok("part", "Cache-Control: max-age=60"));
        await _fixture.SendAsync(Messages.Get("/"), Messages.Ok("all", "Cache-Control: max-age=60"));

        var outcome = await _fixture.SendAsync(request, Messages.Ok("part", "Cache-Control: max-age=60"));

        Assert.Equal(("part", CacheStatus.Bypass, null), (outcome.Response.Text(), outcome.Status, outcome.AgeSeconds));
        Assert.Null(_fixture.Conditions);
        Assert.Equal("all", (await _fixture.SendAsync(Messages.Get("/"))).Response.Text());
    }

    [Fact]
    public async Task A_content_length_of_zero_is_no_body()
    {
        await _fixture.SendAsync(Messages.Get("/"), Messages.Ok("stored"));

        Assert.True(_fixture.Cache.TryGetFresh(Messages.Get("/", "Content-Length: 0"), out _));
    }
}
