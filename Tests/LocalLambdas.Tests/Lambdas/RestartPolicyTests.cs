using LocalLambdas.Lambdas;

namespace LocalLambdas.Tests.Lambdas;

public class RestartPolicyTests
{
    private readonly ManualTime _time = new();
    private readonly RestartPolicy _policy;

    public RestartPolicyTests() => _policy = new(_time);

    [Fact]
    public void After_one_failure_the_next_start_need_not_wait()
    {
        _policy.Failed(TimeSpan.Zero);

        Assert.Equal(TimeSpan.Zero, _policy.Remaining);
    }

    [Fact]
    public void Each_further_failure_doubles_the_wait_up_to_a_minute()
    {
        _policy.Failed(TimeSpan.Zero);
        var waits = new List<double>();
        for (var failure = 2; failure <= 40; failure++)
        {
            _policy.Failed(TimeSpan.Zero);
            waits.Add(_policy.Remaining.TotalMilliseconds);
        }

        Assert.Equal([200, 400, 800, 1600, 3200, 6400, 12800, 25600, 51200, 60000], waits.Take(10));
        Assert.All(waits.Skip(10), wait => Assert.Equal(60000, wait));
    }

    [Fact]
    public void However_eager_the_requests_are_ten_starts_fail_in_the_first_minute_and_one_in_each_further()
    {
        var failures = new int[3];
        for (var now = TimeSpan.Zero; now < TimeSpan.FromMinutes(5); now += TimeSpan.FromMilliseconds(10), _time.Advance(TimeSpan.FromMilliseconds(10)))
        {
            if (_policy.Remaining > TimeSpan.Zero)
                continue;
            _policy.Failed(TimeSpan.Zero);
            failures[Math.Min((int)now.TotalMinutes, 2)]++;
        }

        Assert.Equal([10, 1, 3], failures);
    }

    [Fact]
    public void The_wait_passes()
    {
        _policy.Failed(TimeSpan.Zero);
        _policy.Failed(TimeSpan.Zero);

        _time.Advance(TimeSpan.FromMilliseconds(150));
        Assert.Equal(50, _policy.Remaining.TotalMilliseconds);
        _time.Advance(TimeSpan.FromMilliseconds(50));
        Assert.Equal(TimeSpan.Zero, _policy.Remaining);
    }

    [Theory]
    [InlineData(9, 3)]
    [InlineData(10, 1)]
    public void Only_a_process_that_lived_ends_the_row(int seconds, int failures)
    {
        _policy.Failed(TimeSpan.Zero);
        _policy.Failed(TimeSpan.Zero);

        _policy.Failed(TimeSpan.FromSeconds(seconds));

        Assert.Equal(failures, _policy.Failures);
    }

    [Fact]
    public void A_stop_that_was_wanted_ends_the_row()
    {
        _policy.Failed(TimeSpan.Zero);
        _policy.Failed(TimeSpan.Zero);

        _policy.Reset();

        Assert.Equal(TimeSpan.Zero, _policy.Remaining);
    }
}
