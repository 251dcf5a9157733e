using CsCheck;
using PerfRunner.Load;
using PerfRunner.Statistics;

namespace PerfRunner.Tests.Statistics;

public sealed class OutliersTests
{
    [Theory]
    [InlineData(new[] { 50.0 }, 0, 0.0)]
    [InlineData(new[] { 50.0, 50 }, 0, 0.0)]
    [InlineData(new[] { 1.0, 1000 }, 0, 2.366)] // half the values apart from the other half: no majority, no outlier
    [InlineData(new[] { 100.0, 99, 101, 100, 99, 101, 114.8 }, 0, 14.8)]
    [InlineData(new[] { 100.0, 99, 101, 100, 99, 101, 114.9 }, 1, 14.9)]
    [InlineData(new[] { 100.0, 99, 101, 100, 99, 101, 1 }, 0, 1.0)] // fast is no outlier
    [InlineData(new[] { 100.0, 99, 101, 100, 99, 101, 102, 98, 900, 800 }, 2, 800.0)]
    public void Slow_outliers_are_counted_by_their_distance_from_the_median(double[] values, long count, double slowestScore)
    {
        var outliers = Outliers.In(values)!;
        Assert.Equal((count, values.Length, values.Max()), (outliers.Count, outliers.Total, outliers.Slowest));
        Assert.Equal(slowestScore, outliers.SlowestScore, 1e-2);
    }

    [Theory]
    [InlineData(12, 0)]
    [InlineData(13, 1)] // 13 / 1.253314 standard deviations exceed ten
    public void When_most_values_are_equal_the_mean_deviation_gives_the_scale(int values, long count) =>
        Assert.Equal(count, Outliers.In([.. Enumerable.Repeat(100.0, values - 1), 200])!.Count);

    [Fact]
    public void No_values_have_no_outliers()
    {
        Assert.Null(Outliers.In([]));
        Assert.Null(Outliers.In(new LatencyRecorder()));
    }

    [Fact]
    public void The_unit_does_not_matter() => Gen.Select(Gen.Int[1, 1000].Array[3, 60], Gen.Int[1, 8]).Sample((values, exponent) =>
    {
        double[] plain = [.. values.Select(value => (double)value)];
        double[] scaled = [.. plain.Select(value => value * (1 << exponent))];
        Assert.Equal(Outliers.In(plain)!.Count, Outliers.In(scaled)!.Count);
    });

    [Fact]
    public void Values_that_are_merged_into_weights_count_as_often_as_they_occur() => Gen.Int[50, 90].Array[30, 90].Sample(values =>
    {
        // Whole microseconds below 2,048 ns / 1 ns lie alone in their buckets, so the recorder must agree.
        double[] microseconds = [.. values.Select(value => value / 100.0), 5, 5];
        var single = Outliers.In(microseconds)!;
        var merged = Outliers.In(Recorders.Of(microseconds))!;
        Assert.Equal((single.Count, single.Total), (merged.Count, merged.Total));
    });
}
