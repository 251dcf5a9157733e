using LocalLambdas.Caching;

namespace LocalLambdas.Tests.Caching;

public class ValidationTests
{
    private const string Modified = "Last-Modified: Sat, 01 Mar 2025 11:00:00 GMT";

    private readonly CacheFixture _fixture = new();

    [Fact]
    public async Task A_stale_answer_that_the_service_confirms_is_fresh_again()
    {
        await _fixture.SendAsync(Messages.Get("/"), Messages.Ok("body", "Cache-Control: max-age=1", "ETag: \"1\"", Modified, "X: old", "Content-Encoding: gzip"));
        _fixture.Time.Advance(2);

        var outcome = await _fixture.SendAsync(
            Messages.Get("/"), Messages.Answer(304, "", "Cache-Control: max-age=10", "ETag: \"1\"", "X: new", "Content-Encoding: br", "Content-Length: 0"));

        Assert.Equal(new ConditionalHeaders("\"1\"", "Sat, 01 Mar 2025 11:00:00 GMT"), _fixture.Conditions);
        Assert.Equal(("body", 200, CacheStatus.Revalidated, 0), (outcome.Response.Text(), outcome.Response.Status, outcome.Status, outcome.AgeSeconds));
        Assert.Equal(("new", "gzip", null), (outcome.Response.Header("X"), outcome.Response.Header("Content-Encoding"), outcome.Response.Header("Content-Length")));
        _fixture.Time.Advance(9);
        Assert.True(_fixture.Cache.TryGetFresh(Messages.Get("/"), out var cached));
        Assert.Equal(9, cached.AgeSeconds);
    }

    [Fact]
    public async Task A_stale_answer_that_the_service_replaces_is_gone()
    {
        await _fixture.SendAsync(Messages.Get("/"), Messages.Ok("old", "Cache-Control: max-age=1", "ETag: \"1\""));
        _fixture.Time.Advance(2);

        var outcome = await _fixture.SendAsync(Messages.Get("/"), Messages.Ok("new", "Cache-Control: max-age=10", "ETag: \"2\""));

        Assert.Equal(("new", CacheStatus.Stale, null), (outcome.Response.Text(), outcome.Status, outcome.AgeSeconds));
        Assert.Equal(1, _fixture.Cache.Snapshot().Entries);
    }

    [Theory]
    [InlineData("ETag: \"2\"")]
    [InlineData("ETag: \"1\"|ETag: \"2\"")]
    public async Task A_confirmation_of_something_else_is_not_believed(string fields)
    {
        await _fixture.SendAsync(Messages.Get("/"), Messages.Ok("old", "Cache-Control: max-age=1", "ETag: \"1\""));
        _fixture.Time.Advance(2);
        _fixture.Service = conditions => conditions == ConditionalHeaders.None
            ? Messages.Ok("new", "Cache-Control: max-age=10", "ETag: \"2\"")
            : Messages.Answer(304, "", fields.Split('|'));

        Assert.Equal("new", (await _fixture.SendAsync(Messages.Get("/"))).Response.Text());
        Assert.Equal(3, _fixture.Calls);
        Assert.Equal("new", (await _fixture.SendAsync(Messages.Get("/"))).Response.Text());
    }

    [Fact]
    public async Task A_confirmation_by_another_date_is_not_believed()
    {
        await _fixture.SendAsync(Messages.Get("/"), Messages.Ok("old", "Cache-Control: max-age=1", Modified));
        _fixture.Time.Advance(2);
        _fixture.Service = conditions => conditions == ConditionalHeaders.None
            ? Messages.Ok("new")
            : Messages.Answer(304, "", "Last-Modified: Sat, 01 Mar 2025 11:30:00 GMT");

        Assert.Equal("new", (await _fixture.SendAsync(Messages.Get("/"))).Response.Text());
    }

    [Fact]
    public async Task A_confirmation_without_validators_is_believed()
    {
        await _fixture.SendAsync(Messages.Get("/"), Messages.Ok("body", "Cache-Control: max-age=1", Modified));
        _fixture.Time.Advance(2);

        Assert.Equal("body", (await _fixture.SendAsync(Messages.Get("/"), Messages.Answer(304, ""))).Response.Text());
        Assert.Equal(2, _fixture.Calls);
    }

    [Fact]
    public async Task A_failure_leaves_the_stale_answer_to_be_confirmed_later()
    {
        await _fixture.SendAsync(Messages.Get("/"), Messages.Ok("body", "Cache-Control: max-age=1", "ETag: \"1\""));
        _fixture.Time.Advance(2);
        await _fixture.SendAsync(Messages.Get("/"), Messages.Answer(503, ""));

        Assert.Equal("body", (await _fixture.SendAsync(Messages.Get("/"), Messages.Answer(304, ""))).Response.Text());
    }

    [Fact]
    public async Task A_confirmation_of_what_the_client_has_leaves_the_stored_answer()
    {
        await _fixture.SendAsync(Messages.Get("/"), Messages.Ok("body", "Cache-Control: max-age=9"));

        var outcome = await _fixture.SendAsync(Messages.Get("/", "If-None-Match: \"1\"", "Cache-Control: no-cache"), Messages.Answer(304, ""));

        Assert.Equal(304, outcome.Response.Status);
        Assert.True(_fixture.Cache.TryGetFresh(Messages.Get("/"), out _));
    }

    [Theory]
    [InlineData("Cache-Control: no-store")]
    [InlineData("Set-Cookie: a=b")]
    public async Task A_confirmation_that_forbids_to_store_empties_the_cache(string field)
    {
        await _fixture.SendAsync(Messages.Get("/"), Messages.Ok("body", "Cache-Control: max-age=1", "ETag: \"1\""));
        _fixture.Time.Advance(2);

        Assert.Equal("body", (await _fixture.SendAsync(Messages.Get("/"), Messages.Answer(304, "", field))).Response.Text());
        Assert.Equal(0, _fixture.Cache.Snapshot().Entries);
    }

    [Fact]
    public async Task An_answer_with_no_cache_is_confirmed_each_time()
    {
        await _fixture.SendAsync(Messages.Get("/"), Messages.Ok("body", "Cache-Control: no-cache", "ETag: \"1\""));
        for (var i = 0; i < 3; i++)
            Assert.Equal("body", (await _fixture.SendAsync(Messages.Get("/"), Messages.Answer(304, ""))).Response.Text());

        Assert.Equal(4, _fixture.Calls);
    }

    [Theory]
    [InlineData("If-None-Match: \"1\"", true)]
    [InlineData("If-None-Match: W/\"1\", \"2\"", true)]
    [InlineData("If-None-Match: *", true)]
    [InlineData("If-None-Match: \"2\"", false)]
    [InlineData("If-None-Match: \"2\"|If-Modified-Since: Sat, 01 Mar 2025 11:00:00 GMT", false)]
    [InlineData("If-Modified-Since: Sat, 01 Mar 2025 11:00:00 GMT", true)]
    [InlineData("If-Modified-Since: Sat, 01 Mar 2025 10:59:59 GMT", false)]
    [InlineData("If-Modified-Since: now", false)]
    public async Task The_condition_of_a_client_is_answered_from_a_fresh_answer(string fields, bool notModified)
    {
        await _fixture.SendAsync(Messages.Get("/"), Messages.Ok("body", "Cache-Control: max-age=60", "ETag: \"1\"", Modified, "Content-Type: text/plain"));

        Assert.True(_fixture.Cache.TryGetFresh(Messages.Get("/", fields.Split('|')), out var cached));

        Assert.Equal(notModified ? (304, "", null) : (200, "body", "text/plain"), (cached.Response.Status, cached.Response.Text(), cached.Response.Header("Content-Type")));
        Assert.Equal(("\"1\"", "max-age=60"), (cached.Response.Header("ETag"), cached.Response.Header("Cache-Control")));
    }

    [Fact]
    public async Task A_condition_is_compared_with_the_date_when_there_is_nothing_better()
    {
        await _fixture.SendAsync(Messages.Get("/"), Messages.Ok("body"));

        Assert.True(_fixture.Cache.TryGetFresh(Messages.Get("/", "If-Modified-Since: Sat, 01 Mar 2025 12:00:00 GMT"), out var same));
        Assert.True(_fixture.Cache.TryGetFresh(Messages.Get("/", "If-Modified-Since: Sat, 01 Mar 2025 11:59:59 GMT"), out var earlier));
        Assert.Equal((304, 200), (same.Response.Status, earlier.Response.Status));
    }

    [Fact]
    public async Task The_date_that_counts_is_that_of_the_service()
    {
        await _fixture.SendAsync(Messages.Get("/"), Messages.Ok("body", "Date: Sat, 01 Mar 2025 11:59:58 GMT"));

        Assert.True(_fixture.Cache.TryGetFresh(Messages.Get("/", "If-Modified-Since: Sat, 01 Mar 2025 11:59:59 GMT"), out var cached));
        Assert.Equal(304, cached.Response.Status);
    }

    [Theory]
    [InlineData("If-None-Match: \"1\"")]
    [InlineData("If-None-Match: *")]
    [InlineData("If-Modified-Since: Sat, 01 Mar 2025 12:00:00 GMT")]
    public async Task A_condition_does_not_apply_to_an_error(string field)
    {
        await _fixture.SendAsync(Messages.Get("/"), Messages.Answer(404, "none", "ETag: \"1\""));

        Assert.True(_fixture.Cache.TryGetFresh(Messages.Get("/", field), out var cached));
        Assert.Equal(404, cached.Response.Status);
    }

    [Fact]
    public async Task The_condition_of_a_client_is_answered_after_the_service_confirmed()
    {
        await _fixture.SendAsync(Messages.Get("/"), Messages.Ok("body", "Cache-Control: max-age=1", "ETag: \"1\""));
        _fixture.Time.Advance(2);

        var outcome = await _fixture.SendAsync(Messages.Get("/", "If-None-Match: \"1\""), Messages.Answer(304, "", "Cache-Control: max-age=9"));

        Assert.Equal((304, CacheStatus.Revalidated), (outcome.Response.Status, outcome.Status));
        Assert.Equal("body", (await _fixture.SendAsync(Messages.Get("/"))).Response.Text());
    }

    [Fact]
    public async Task On_a_miss_the_condition_of_a_client_is_not_forwarded_for_all_who_wait()
    {
        await _fixture.SendAsync(Messages.Get("/", "If-None-Match: \"1\""), Messages.Ok("body"));

        Assert.Equal(ConditionalHeaders.None, _fixture.Conditions);
    }

    [Fact]
    public async Task The_condition_of_a_client_passes_where_nothing_is_stored_anyway()
    {
        var request = Messages.Get("/", "If-None-Match: \"1\"");
        await _fixture.SendAsync(request, Messages.Ok("body", "Cache-Control: no-store"));

        var outcome = await _fixture.SendAsync(request, Messages.Answer(304, ""));

        Assert.Null(_fixture.Conditions);
        Assert.Equal((304, CacheStatus.Miss), (outcome.Response.Status, outcome.Status));
    }

    [Fact]
    public async Task Fields_of_the_connection_are_not_stored_and_a_date_is_added()
    {
        await _fixture.SendAsync(Messages.Get("/"), Messages.Ok("a", "Connection: close, X-Hop", "X-Hop: 1", "Keep-Alive: 5", "Content-Length: 1", "Age: 1", "X: y"));

        Assert.True(_fixture.Cache.TryGetFresh(Messages.Get("/"), out var cached));
        Assert.Equal(["X", "Date"], cached.Response.Headers.Select(header => header.Key));
        Assert.Equal("Sat, 01 Mar 2025 12:00:00 GMT", cached.Response.Header("Date"));
    }
}
