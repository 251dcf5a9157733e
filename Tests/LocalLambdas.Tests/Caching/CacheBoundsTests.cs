using System.Runtime.CompilerServices;
using LocalLambdas.Caching;
using LocalLambdas.Messages;

namespace LocalLambdas.Tests.Caching;

public class CacheBoundsTests
{
    [Fact]
    public async Task The_number_of_entries_is_bounded_and_the_rest_counted_as_evicted()
    {
        var fixture = new CacheFixture(new CacheOptions { MaxEntries = 10 });
        for (var i = 0; i < 25; i++)
            await fixture.SendAsync(Messages.Get($"/{i}"), Messages.Ok("a"));

        Assert.Equal((10, 15L), (fixture.Cache.Snapshot().Entries, fixture.Cache.Snapshot().Evictions));
        Assert.True(Has(fixture, "/24"));
        Assert.False(Has(fixture, "/0"));
    }

    [Fact]
    public async Task The_bytes_are_bounded_and_an_answer_may_take_the_place_of_several()
    {
        var fixture = new CacheFixture(new CacheOptions { MaxBytes = 100_000, MaxEntryBytes = 90_000 });
        for (var i = 0; i < 25; i++)
            await fixture.SendAsync(Messages.Get($"/{i}"), Messages.Ok(new string('x', 9_000)));
        Assert.InRange(fixture.Cache.Snapshot().Bytes, 80_000, 100_000);

        await fixture.SendAsync(Messages.Get("/large"), Messages.Ok(new string('x', 80_000)));

        Assert.InRange(fixture.Cache.Snapshot().Bytes, 80_000, 100_000);
        Assert.True(Has(fixture, "/large"));
        Assert.True(Has(fixture, "/24"));
        Assert.False(Has(fixture, "/20"));
    }

    [Theory]
    [InlineData(10_000, 0)]
    [InlineData(9_900, 0)]
    [InlineData(1_000, 6_000)]
    public async Task An_answer_that_is_too_large_is_not_stored(int body, int header)
    {
        var fixture = new CacheFixture(new CacheOptions { MaxEntryBytes = 10_000 });

        var outcome = await fixture.SendAsync(Messages.Get("/"), Messages.Ok(new string('x', body), "X: " + new string('x', header)));

        Assert.Equal((body, false), (outcome.Response.Body.Length, outcome.Stored));
        Assert.Equal((0, 0L), (fixture.Cache.Snapshot().Entries, fixture.Cache.Snapshot().Bytes));
    }

    [Fact]
    public async Task What_is_used_stays_and_what_is_not_goes()
    {
        var fixture = new CacheFixture(new CacheOptions { MaxEntries = 10 });
        for (var i = 0; i < 10; i++)
            await fixture.SendAsync(Messages.Get($"/{i}"), Messages.Ok("a"));
        for (var i = 10; i < 100; i++)
        {
            Assert.True(Has(fixture, "/0"));
            await fixture.SendAsync(Messages.Get($"/{i}"), Messages.Ok("a"));
        }

        Assert.True(Has(fixture, "/0"));
        Assert.False(Has(fixture, "/1"));
    }

    [Fact]
    public async Task A_full_cache_that_is_used_all_over_still_takes_a_new_answer()
    {
        var fixture = new CacheFixture(new CacheOptions { MaxEntries = 10 });
        for (var i = 0; i < 10; i++)
            await fixture.SendAsync(Messages.Get($"/{i}"), Messages.Ok("a"));
        Assert.All(Enumerable.Range(0, 10), i => Assert.True(Has(fixture, $"/{i}")));

        await fixture.SendAsync(Messages.Get("/new"), Messages.Ok("a"));

        Assert.True(Has(fixture, "/new"));
    }

    [Fact]
    public async Task The_count_of_bytes_returns_to_nothing()
    {
        var fixture = new CacheFixture();
        for (var i = 0; i < 10; i++)
        {
            await fixture.SendAsync(Messages.Get("/", $"X: {i % 3}", "Cache-Control: no-cache"), Messages.Ok("a", "Vary: X", "Y: z"));
            Assert.True(fixture.Cache.Snapshot().Bytes > 0);
        }

        await fixture.SendAsync(Messages.Request("DELETE", "/"), Messages.Ok(""));

        Assert.Equal((0, 0L), (fixture.Cache.Snapshot().Entries, fixture.Cache.Snapshot().Bytes));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_was_evicted_or_invalidated_is_released(bool evicted)
    {
        var fixture = new CacheFixture(new CacheOptions { MaxEntries = 1 });
        var body = Store(fixture, "/old");
        GC.Collect();
        Assert.True(body.IsAlive);

        Send(fixture, evicted ? Messages.Get("/new") : Messages.Request("POST", "/old"));

        GC.Collect();
        Assert.False(body.IsAlive);
        GC.KeepAlive(fixture);
    }

    [Fact]
    public void A_part_of_a_large_buffer_does_not_keep_it_alive()
    {
        var fixture = new CacheFixture();
        var buffer = Store(fixture, "/", slice: true);

        GC.Collect();

        Assert.False(buffer.IsAlive);
        Assert.True(Has(fixture, "/"));
    }

    [Theory]
    [InlineData(0, 10, 10, 0)]
    [InlineData(10, 0, 10, 0)]
    [InlineData(10, 10, 0, 0)]
    [InlineData(10, 10, 11, 0)]
    [InlineData(10, 10, 10, -1)]
    public void Options_that_make_no_sense_are_refused(int entries, long bytes, long entryBytes, int seconds)
    {
        var options = new CacheOptions { MaxEntries = entries, MaxBytes = bytes, MaxEntryBytes = entryBytes, DefaultFreshness = TimeSpan.FromSeconds(seconds) };

        Assert.Throws<ArgumentOutOfRangeException>(options.Validate);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ResponseCache(options, TimeProvider.System));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Store(CacheFixture fixture, string target, bool slice = false)
    {
        var body = new byte[10_000];
        fixture.Service = _ => new LambdaResponse(200, [], slice ? body.AsMemory(0, 100) : body);
        Send(fixture, Messages.Get(target));
        fixture.Service = _ => Messages.Ok("");
        return new WeakReference(body);
    }

    // Not awaited: a state machine would keep the answer alive
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Send(CacheFixture fixture, CacheRequest request) => Assert.True(fixture.SendAsync(request).IsCompletedSuccessfully);

    private static bool Has(CacheFixture fixture, string target) => fixture.Cache.TryGetFresh(Messages.Get(target), out _);
}
