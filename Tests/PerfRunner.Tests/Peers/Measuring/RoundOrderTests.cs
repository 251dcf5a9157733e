using PerfRunner.Peers.Measuring;

namespace PerfRunner.Tests.Peers.Measuring;

public sealed class RoundOrderTests
{
    [Theory]
    [InlineData(0, "abc")]
    [InlineData(1, "bca")]
    [InlineData(2, "cab")]
    [InlineData(3, "abc")]
    public void Each_round_begins_with_another_one(int round, string expected) =>
        Assert.Equal(expected, string.Concat(RoundOrder.Of(['a', 'b', 'c'], round)));

    [Fact]
    public void Wrk_looks_on_in_the_first_and_in_every_other_round() =>
        Assert.Equal([true, false, true, false, true], Enumerable.Range(0, 5).Select(RoundOrder.IsObserved));

    [Fact]
    public void Nobody_is_nobody_in_any_round() => Assert.Empty(RoundOrder.Of(Array.Empty<int>(), 3));
}
