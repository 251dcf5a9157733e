using LocalLambdas.Lambdas;
using Testing;

namespace LocalLambdas.Tests.Lambdas;

public sealed class NextLaunchTests
{
    private readonly FakeLauncher _launcher = new(new ManualTime());
    private readonly LaunchPlaces _places = new(1);
    private readonly NextLaunch _next;

    public NextLaunchTests() => _next = new(Definitions.Of("a"), _launcher, _places);

    [Fact]
    public async Task What_was_prepared_is_taken_once()
    {
        await PrepareAsync();

        var first = _next.Take();
        var second = _next.Take();

        Assert.Same(_launcher.Launches.First(), first);
        Assert.Same(_launcher.Launches.Last(), second);
        Assert.Equal(2, _launcher.Launches.Count);
    }

    [Fact]
    public async Task It_is_prepared_once_until_it_is_taken()
    {
        await PrepareAsync();

        _next.Prepare();
        _next.Prepare();

        Assert.Single(_launcher.Launches);
        _next.Take();
        await PrepareAsync();
        Assert.Equal(2, _launcher.Launches.Count);
    }

    [Fact]
    public async Task Without_a_place_it_is_made_when_it_is_needed_and_a_place_is_given_back_by_who_takes_what_was_prepared()
    {
        var other = new NextLaunch(Definitions.Of("b"), _launcher, _places);
        await PrepareAsync();

        other.Prepare();
        Assert.False(other.IsReady);
        Assert.NotNull(other.Take());
        _next.Take();
        other.Prepare();

        await Eventually.True(() => other.IsReady, "it has the place");
    }

    [Fact]
    public async Task What_nobody_needs_any_more_is_disposed_of_and_not_prepared_again()
    {
        await PrepareAsync();

        _next.Close();
        _next.Prepare();

        Assert.True(Assert.Single(_launcher.Launches).IsDisposed);
        Assert.True(_places.TryTake());
    }

    [Fact]
    public async Task What_is_prepared_too_late_is_disposed_of()
    {
        using var isClosed = new SemaphoreSlim(0);
        _launcher.OnPrepare = () => isClosed.Wait(Eventually.Limit);
        _next.Prepare();

        _next.Close();
        isClosed.Release();

        await Eventually.True(_places.TryTake, "the place is given back");
        Assert.True(Assert.Single(_launcher.Launches).IsDisposed);
    }

    [Fact]
    public async Task What_is_in_the_way_is_told_to_who_needs_it()
    {
        _launcher.OnPrepare = () => throw new LambdaStartException(StartFailure.SpawnFailed, "no descriptors");
        _next.Prepare();

        await Eventually.True(_places.TryTake, "the place is given back");
        Assert.False(_next.IsReady);
        Assert.Equal("no descriptors", Assert.Throws<LambdaStartException>(_next.Take).Message);
    }

    private Task PrepareAsync()
    {
        _next.Prepare();
        return Eventually.True(() => _next.IsReady, "it is prepared");
    }
}
