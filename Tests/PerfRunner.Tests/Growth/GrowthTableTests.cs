using PerfRunner.Growth.Results;
using PerfRunner.Peers.Targets;

namespace PerfRunner.Tests.Growth;

public sealed class GrowthTableTests
{
    [Fact]
    public void Each_size_is_compared_with_the_first_round_by_round()
    {
        GrowthRow row = Row(SampleGrowthReport.Routes, "pipe", "1000");

        Assert.Equal((1.03, 1.02, 1.04), Rounded(row.P50Ratio));
        Assert.Equal((0.97, 0.96, 0.98), Rounded(row.RateRatio));
        Assert.Equal((1, 1, 1), Rounded(Row(SampleGrowthReport.Routes, "pipe", "1").P50Ratio));
    }

    [Fact]
    public void Errors_are_told_and_leave_no_ratio()
    {
        GrowthRow row = Row(SampleGrowthReport.Routes, "cached", "1000");

        Assert.Equal((2, null, null), (row.Errors, row.RateRatio, row.RequestsPerSecond));
    }

    [Theory]
    [InlineData("routes-pipe-rate-16", TargetVerdict.Reached)]
    [InlineData("routes-pipe-p50-16", TargetVerdict.Missed)]
    [InlineData("routes-cached-rate-16", TargetVerdict.NotMeasured)]
    [InlineData("idle-pipe-p50-16", TargetVerdict.Reached)]
    internal void Routes_may_cost_three_percent_and_the_last_size_counts(string name, TargetVerdict expected)
    {
        GrowthRow[] slower = [.. SampleGrowthReport.Routes.Select(row => row with { P50Ratio = row.P50Ratio is { } ratio ? ratio with { Median = ratio.Median * 1.01 } : null })];

        Assert.Equal(expected, GrowthTargets.Of(slower, SampleGrowthReport.Idle).Single(target => target.Name == name).Verdict);
    }

    [Fact]
    public void What_was_not_measured_has_no_target() => Assert.Empty(GrowthTargets.Of([], []));

    private static GrowthRow Row(IReadOnlyList<GrowthRow> rows, string series, string size) => rows.Single(row => row.Series == series && row.Size == size);

    private static (double Median, double Lowest, double Highest) Rounded(GrowthRatio? ratio) =>
        (Math.Round(ratio!.Median, 2), Math.Round(ratio.Lowest, 2), Math.Round(ratio.Highest, 2));
}
