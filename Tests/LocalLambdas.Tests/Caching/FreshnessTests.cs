using LocalLambdas.Caching;

namespace LocalLambdas.Tests.Caching;

public class FreshnessTests
{
    [Theory]
    [InlineData("Cache-Control: max-age=60", 60)]
    [InlineData("Cache-Control: s-maxage=10, max-age=60", 10)]
    [InlineData("Cache-Control: max-age=60|Expires: Sat, 01 Mar 2025 13:00:00 GMT", 60)]
    [InlineData("Cache-Control: max-age=60|Age: 50", 10)]
    [InlineData("Cache-Control: max-age=60|Date: Sat, 01 Mar 2025 11:59:20 GMT", 20)]
    [InlineData("Cache-Control: max-age=60|Date: Sat, 01 Mar 2025 11:59:20 GMT|Age: 50", 10)]
    [InlineData("Cache-Control: max-age=60|Date: Sat, 01 Mar 2025 13:00:00 GMT", 60)]
    [InlineData("Cache-Control: max-age=60|Date: yesterday", 60)]
    [InlineData("Expires: Sat, 01 Mar 2025 12:00:30 GMT", 30)]
    [InlineData("Expires: Sat, 01 Mar 2025 12:00:30 GMT|Date: Sat, 01 Mar 2025 12:00:10 GMT", 20)]
    [InlineData("X: y", 5)]
    [InlineData("Cache-Control: max-age=4294967296", 2147483648)]
    public async Task An_answer_is_used_until_its_lifetime_ends_and_no_longer(string fields, double seconds)
    {
        var fixture = new CacheFixture();
        await fixture.SendAsync(Messages.Get("/"), Messages.Ok("a", fields.Split('|')));

        fixture.Time.Advance(seconds - 0.001);
        Assert.True(fixture.Cache.TryGetFresh(Messages.Get("/"), out _));
        fixture.Time.Advance(0.001);
        Assert.False(fixture.Cache.TryGetFresh(Messages.Get("/"), out _));
    }

    [Fact]
    public async Task The_age_counts_what_it_had_and_the_time_since()
    {
        var fixture = new CacheFixture();
        await fixture.SendAsync(Messages.Get("/"), Messages.Ok("a", "Cache-Control: max-age=60", "Age: 10"));

        fixture.Time.Advance(5.5);

        Assert.True(fixture.Cache.TryGetFresh(Messages.Get("/"), out var cached));
        Assert.Equal(15, cached.AgeSeconds);
        Assert.Null(cached.Response.Header("Age"));
    }

    [Fact]
    public async Task An_answer_ages_although_the_wall_clock_is_set_back()
    {
        var fixture = new CacheFixture();
        await fixture.SendAsync(Messages.Get("/"), Messages.Ok("a", "Cache-Control: max-age=60"));

        fixture.Time.AdvanceWallClock(-3600);
        fixture.Time.AdvanceMonotonic(60);

        Assert.False(fixture.Cache.TryGetFresh(Messages.Get("/"), out _));
    }

    [Fact]
    public async Task An_answer_ages_while_the_machine_sleeps()
    {
        var fixture = new CacheFixture();
        await fixture.SendAsync(Messages.Get("/"), Messages.Ok("a", "Cache-Control: max-age=60"));

        fixture.Time.AdvanceWallClock(60);

        Assert.False(fixture.Cache.TryGetFresh(Messages.Get("/"), out _));
    }

    [Fact]
    public async Task A_fraction_of_a_second_is_not_taken_for_age()
    {
        var fixture = new CacheFixture();
        fixture.Time.Advance(0.9);
        await fixture.SendAsync(Messages.Get("/"), Messages.Ok("a", "Cache-Control: max-age=1", "Date: " + HttpDate.Format(ManualTime.Start)));

        fixture.Time.Advance(0.9);

        Assert.True(fixture.Cache.TryGetFresh(Messages.Get("/"), out _));
    }

    [Fact]
    public async Task A_stale_answer_is_not_used_when_the_service_fails()
    {
        var fixture = new CacheFixture();
        await fixture.SendAsync(Messages.Get("/"), Messages.Ok("a", "Cache-Control: max-age=1", "ETag: \"1\""));
        fixture.Time.Advance(1);

        Assert.Equal(503, (await fixture.SendAsync(Messages.Get("/"), Messages.Answer(503, ""))).Response.Status);
        fixture.Service = _ => throw new IOException("gone");
        await Assert.ThrowsAsync<IOException>(() => fixture.SendAsync(Messages.Get("/")));
    }
}
