using LocalLambdas.Caching;

namespace LocalLambdas.Tests.Caching;

public class CacheKeyTests
{
    private const string Fresh = "Cache-Control: public, max-age=60";

    private readonly CacheFixture _fixture = new();

    [Theory]
    [InlineData("/a?q=1", "/a?q=2")]
    [InlineData("/a", "/a?")]
    [InlineData("/a?q=1", "/a?q=1&")]
    [InlineData("/a?a=1&b=2", "/a?b=2&a=1")]
    [InlineData("/a", "/A")]
    [InlineData("/a", "/a/")]
    [InlineData("/a%20", "/a+")]
    public async Task Another_target_is_another_answer(string one, string other)
    {
        await _fixture.SendAsync(Messages.Get(one), Messages.Ok("one", Fresh));

        Assert.Equal("other", (await _fixture.SendAsync(Messages.Get(other), Messages.Ok("other", Fresh))).Response.Text());
        Assert.Equal("one", (await _fixture.SendAsync(Messages.Get(one), Messages.Ok("late"))).Response.Text());
    }

    [Fact]
    public void Keys_are_compared_in_all_their_parts()
    {
        var key = new CacheKey("host", "/a", "?q");

        Assert.Equal(key, new CacheKey("HOST", "/a", "?q"));
        Assert.Equal(key.GetHashCode(), new CacheKey("HOST", "/a", "?q").GetHashCode());
        Assert.NotEqual(key, new CacheKey("other", "/a", "?q"));
        Assert.NotEqual(key, new CacheKey("host", "/A", "?q"));
        Assert.NotEqual(key, new CacheKey("host", "/a", "?Q"));
    }

    [Fact]
    public async Task Another_authority_is_another_answer_but_not_another_spelling_of_it()
    {
        var request = Messages.Get("/");
        await _fixture.SendAsync(request, Messages.Ok("one", Fresh));

        Assert.False(_fixture.Cache.TryGetFresh(request with { Authority = "localhost:3001" }, out _));
        Assert.True(_fixture.Cache.TryGetFresh(request with { Authority = "LOCALHOST:3000" }, out _));
    }

    [Fact]
    public async Task Head_is_answered_from_get_and_never_stored_for_it()
    {
        var head = Messages.Request("HEAD", "/");
        await _fixture.SendAsync(head, Messages.Ok("", Fresh));
        Assert.False(_fixture.Cache.TryGetFresh(Messages.Get("/"), out _));
        Assert.False(_fixture.Cache.TryGetFresh(head, out _));

        await _fixture.SendAsync(Messages.Get("/"), Messages.Ok("body", Fresh));
        Assert.True(_fixture.Cache.TryGetFresh(head, out var cached));
        Assert.Equal("body", cached.Response.Text());
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("OPTIONS")]
    [InlineData("get")]
    [InlineData("QUERY")]
    public async Task No_other_method_is_answered_from_the_cache(string method)
    {
        await _fixture.SendAsync(Messages.Get("/"), Messages.Ok("get", Fresh));

        var outcome = await _fixture.SendAsync(Messages.Request(method, "/"), Messages.Ok("other", Fresh));

        Assert.Equal(("other", CacheStatus.Method), (outcome.Response.Text(), outcome.Status));
        Assert.False(_fixture.Cache.TryGetFresh(Messages.Request(method, "/"), out _));
    }

    [Fact]
    public async Task Nobody_gets_what_was_answered_to_other_credentials()
    {
        await _fixture.SendAsync(Messages.Get("/", "Authorization: A"), Messages.Ok("for A", Fresh));

        Assert.False(_fixture.Cache.TryGetFresh(Messages.Get("/", "Authorization: B"), out _));
        Assert.False(_fixture.Cache.TryGetFresh(Messages.Get("/"), out _));
        Assert.True(_fixture.Cache.TryGetFresh(Messages.Get("/", "Authorization: A"), out _));

        await _fixture.SendAsync(Messages.Get("/public"), Messages.Ok("for all", Fresh));
        Assert.False(_fixture.Cache.TryGetFresh(Messages.Get("/public", "Authorization: A"), out _));
    }

    [Fact]
    public async Task A_session_matters_unless_the_answer_states_its_freshness()
    {
        await _fixture.SendAsync(Messages.Get("/guess", "Cookie: s=1"), Messages.Ok("a"));
        await _fixture.SendAsync(Messages.Get("/stated", "Cookie: s=1"), Messages.Ok("a", Fresh));

        Assert.True(_fixture.Cache.TryGetFresh(Messages.Get("/guess", "Cookie: s=1"), out _));
        Assert.False(_fixture.Cache.TryGetFresh(Messages.Get("/guess", "Cookie: s=2"), out _));
        Assert.True(_fixture.Cache.TryGetFresh(Messages.Get("/stated", "Cookie: s=2"), out _));
    }

    [Fact]
    public async Task What_vary_names_is_part_of_the_key()
    {
        const string Vary = "Vary: Accept-Language , X-Tenant";
        await _fixture.SendAsync(Messages.Get("/", "Accept-Language: de"), Messages.Ok("de", Fresh, Vary));
        await _fixture.SendAsync(Messages.Get("/", "accept-language: en"), Messages.Ok("en", Fresh, Vary));
        await _fixture.SendAsync(Messages.Get("/"), Messages.Ok("none", Fresh, Vary));

        Assert.Equal("de", Hit("Accept-Language: de"));
        Assert.Equal("en", Hit("Accept-Language: en"));
        Assert.Equal("none", Hit("X-Other: 1"));
        Assert.Null(Hit("Accept-Language: de", "X-Tenant: 1"));
        Assert.Null(Hit("Accept-Language: de", "Accept-Language: en"));
        Assert.Equal(3, _fixture.Cache.Snapshot().Entries);
    }

    [Fact]
    public async Task A_newer_answer_takes_the_place_of_the_older_one()
    {
        var reload = Messages.Get("/", "Cache-Control: no-cache");
        await _fixture.SendAsync(reload, Messages.Ok("old", Fresh));
        await _fixture.SendAsync(reload, Messages.Ok("new", Fresh));

        Assert.Equal("new", Hit());
        Assert.Equal(1, _fixture.Cache.Snapshot().Entries);
    }

    [Fact]
    public async Task The_variants_of_one_resource_are_bounded()
    {
        for (var i = 0; i < 100; i++)
            await _fixture.SendAsync(Messages.Get("/", $"X: {i}"), Messages.Ok("x", Fresh, "Vary: X"));

        Assert.InRange(_fixture.Cache.Snapshot().Entries, 1, 32);
        Assert.NotNull(Hit("X: 99"));
        Assert.Null(Hit("X: 0"));
    }

    private string? Hit(params string[] headers) => _fixture.Cache.TryGetFresh(Messages.Get("/", headers), out var hit) ? hit.Response.Text() : null;
}
