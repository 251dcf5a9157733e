using LocalLambdas.Hosting.FastPath;
using LocalLambdas.Tests.Caching;

namespace LocalLambdas.Tests.Hosting.FastPath;

public class ConnectionPatienceTests
{
    private readonly ManualTime _time = new();
    private bool _isAborted;
    private readonly ConnectionPatience _patience;
    private int _wakes;

    public ConnectionPatienceTests() => _patience = new(_time, TimeSpan.FromSeconds(130), () => _wakes++, () => _isAborted = true);

    [Fact]
    public void An_idle_connection_is_given_up_after_its_time()
    {
        _patience.WaitsForHead();
        Tick(seconds: 130);
        Assert.Equal((0, false), (_wakes, _patience.IsOver));

        Tick(seconds: 2);
        Assert.Equal((true, true), (_wakes > 0, _patience.IsOver));
    }

    [Fact]
    public void Each_request_begins_it_anew()
    {
        for (var request = 0; request < 10; request++)
        {
            _patience.WaitsForHead();
            Tick(seconds: 100);
            _patience.Ends();
        }

        Assert.False(_patience.IsOver);
    }

    [Fact]
    public void While_Kestrel_has_a_request_it_does_not_count()
    {
        _patience.WaitsForHead();
        Tick(seconds: 100);
        _patience.Ends();
        Tick(seconds: 1000);
        _patience.WaitsForHead();
        Tick(seconds: 100);

        Assert.False(_patience.IsOver);
    }

    [Theory]
    [InlineData(100, 5, 2), InlineData(24_000, 100, 2)]
    public void A_client_that_does_not_read_is_broken_off_after_a_time_that_grows_with_the_answer(int bytes, int allowed, int more)
    {
        _patience.WaitsForClient(bytes);
        Tick(seconds: allowed);
        Assert.False(_isAborted);

        Tick(seconds: more);
        Assert.True(_isAborted);
    }

    private void Tick(int seconds)
    {
        for (var second = 0; second < seconds; second++)
        {
            _patience.Tick();
            _time.Advance(1);
        }

        _patience.Tick();
    }
}
