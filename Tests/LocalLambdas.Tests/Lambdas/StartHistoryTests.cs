using LocalLambdas.Lambdas;

namespace LocalLambdas.Tests.Lambdas;

public sealed class StartHistoryTests
{
    private readonly ManualTime _time = new();
    private readonly StartHistory _history;

    public StartHistoryTests() => _history = new(_time);

    [Fact]
    public void Counts_every_start_and_keeps_the_newest()
    {
        _history.Begins();
        _history.Failed("no");
        var newest = _history.Begins();

        Assert.Equal(2, _history.Starts);
        Assert.Same(newest, _history.Last);
    }

    [Fact]
    public void A_failure_is_told_until_a_start_succeeds()
    {
        _history.Failed("no");
        Assert.Equal(("no", 1), (_history.LastError, _history.Failures));

        _history.Succeeded();

        // A process that starts and crashes right after is no better: only one that lived ends the row.
        Assert.Equal((null, 1), (_history.LastError, _history.Failures));
    }

    [Fact]
    public void A_start_that_is_given_up_is_no_failure()
    {
        _history.Failed("no");

        _history.GivenUp();

        Assert.Equal((null, 1), (_history.LastError, _history.Failures));
    }

    [Fact]
    public void A_crash_counts_and_an_end_in_order_does_not()
    {
        _history.Ended(new(3, null), _time.GetTimestamp());
        Assert.Contains("exit code 3", _history.LastError, StringComparison.Ordinal);
        Assert.Equal(1, _history.Failures);

        _history.Ended(new(0, null), _time.GetTimestamp());
        Assert.Equal(1, _history.Failures);
    }

    [Fact]
    public void Forgiven_failures_make_nobody_wait()
    {
        _history.Failed("no");
        _history.Failed("no");
        Assert.Equal(TimeSpan.FromMilliseconds(200), _history.RetryAfter);

        _history.Forgive();

        Assert.Equal((0, TimeSpan.Zero), (_history.Failures, _history.RetryAfter));
    }
}
