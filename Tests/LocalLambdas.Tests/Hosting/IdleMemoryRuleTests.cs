using LocalLambdas.Hosting;

namespace LocalLambdas.Tests.Hosting;

public class IdleMemoryRuleTests
{
    private const long Load = IdleMemoryRule.LoadBytes;
    private const long Quiet = IdleMemoryRule.QuietBytes;

    private readonly IdleMemoryRule _rule = new();

    [Fact]
    public void Memory_is_given_back_at_the_first_quiet_look_after_a_load()
    {
        Assert.False(_rule.IsTime(Load, 0));
        Assert.True(_rule.IsTime(Load + Quiet - 1, 0));
    }

    [Fact]
    public void It_is_not_while_the_load_lasts()
    {
        for (var allocated = Load; allocated < 100 * Load; allocated += Quiet) Assert.False(_rule.IsTime(allocated, 0));
    }

    [Fact]
    public void It_is_once_for_each_load()
    {
        _rule.IsTime(Load, 0);
        Assert.True(_rule.IsTime(Load, 0));
        Assert.False(_rule.IsTime(Load, 0));
        Assert.False(_rule.IsTime(2 * Load, 0));
        Assert.True(_rule.IsTime(2 * Load, 0));
    }

    [Fact]
    public void Few_requests_leave_nothing_to_give_back()
    {
        _rule.IsTime(Load - Quiet, 0);
        Assert.False(_rule.IsTime(Load - 1, 0));
    }

    [Fact]
    public void What_trickles_is_given_back_when_it_has_come_to_a_load()
    {
        var allocated = 0L;
        while (allocated < 2 * Load && !_rule.IsTime(allocated, 0)) allocated += Quiet / 2;
        Assert.InRange(allocated, Load, Load + Quiet);
    }

    /// <summary>The pause grows with what lives: a full cache.</summary>
    [Fact]
    public void As_much_has_been_allocated_as_lives()
    {
        _rule.IsTime(Load, 3 * Load);
        Assert.False(_rule.IsTime(Load, 3 * Load));
        _rule.IsTime(3 * Load, 3 * Load);
        Assert.True(_rule.IsTime(3 * Load, 3 * Load));
    }
}
