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
        Assert.False(_rule.IsTime(Load));
        Assert.True(_rule.IsTime(Load + Quiet - 1));
    }

    [Fact]
    public void It_is_not_while_the_load_lasts()
    {
        for (var allocated = Load; allocated < 100 * Load; allocated += Quiet) Assert.False(_rule.IsTime(allocated));
    }

    [Fact]
    public void It_is_once_for_each_load()
    {
        _rule.IsTime(Load);
        Assert.True(_rule.IsTime(Load));
        Assert.False(_rule.IsTime(Load));
        Assert.False(_rule.IsTime(2 * Load));
        Assert.True(_rule.IsTime(2 * Load));
    }

    [Fact]
    public void Few_requests_leave_nothing_to_give_back()
    {
        _rule.IsTime(Load - Quiet);
        Assert.False(_rule.IsTime(Load - 1));
    }

    [Fact]
    public void What_trickles_is_given_back_when_it_has_come_to_a_load()
    {
        var allocated = 0L;
        while (allocated < 2 * Load && !_rule.IsTime(allocated)) allocated += Quiet / 2;
        Assert.InRange(allocated, Load, Load + Quiet);
    }
}
