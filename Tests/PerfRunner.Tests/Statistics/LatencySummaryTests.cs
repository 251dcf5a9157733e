using CsCheck;
using PerfRunner.Load;
using PerfRunner.Results;
using PerfRunner.Statistics;

namespace PerfRunner.Tests.Statistics;

public sealed class LatencySummaryTests
{
    private static readonly Gen<double[]> Durations = Gen.Double[0.5, 1e7].Array[1, 300];

    // By hand: rank = ceil(q * n), counted from 1. Columns: values 1..n, then stddev, p10, p25, p50, p75, p90, p95, p99, p99.9.
    [Theory]
    [InlineData(1, 0, new double[] { 1, 1, 1, 1, 1, 1, 1, 1 })]
    [InlineData(2, 0.70710678, new double[] { 1, 1, 1, 2, 2, 2, 2, 2 })]
    [InlineData(3, 1, new double[] { 1, 1, 2, 3, 3, 3, 3, 3 })]
    [InlineData(4, 1.29099445, new double[] { 1, 1, 2, 3, 4, 4, 4, 4 })]
    [InlineData(19, 5.62731434, new double[] { 2, 5, 10, 15, 18, 19, 19, 19 })]
    [InlineData(20, 5.91607978, new double[] { 2, 5, 10, 15, 18, 19, 20, 20 })]
    [InlineData(60, 17.46424920, new double[] { 6, 15, 30, 45, 54, 57, 60, 60 })]
    [InlineData(100, 29.01149198, new double[] { 10, 25, 50, 75, 90, 95, 99, 100 })]
    [InlineData(999, 288.53076092, new double[] { 100, 250, 500, 750, 900, 950, 990, 999 })]
    [InlineData(1000, 288.81943609, new double[] { 100, 250, 500, 750, 900, 950, 990, 999 })]
    public void Percentiles_are_nearest_rank(int n, double stddev, double[] percentiles)
    {
        double[] shuffled = [.. Enumerable.Range(1, n).Select(i => (double)i)];
        new Random(n).Shuffle(shuffled);

        foreach (var summary in new[] { LatencySummary.From(shuffled)!, LatencySummary.From(Recorders.Of(shuffled))! })
        {
            Assert.Equal(n, summary.Count);
            Assert.Equal((n + 1) / 2.0, summary.Mean, 1e-9);
            Assert.Equal(stddev, summary.Stddev, 1e-6);
            Assert.Equal(1, summary.Min);
            Assert.Equal(n, summary.Max);
            Assert.All(Percentiles(summary).Zip(percentiles), pair => Assert.Equal(pair.Second, pair.First, 1e-3 * pair.Second));
        }
    }

    [Fact]
    public void Nothing_is_said_about_no_values()
    {
        Assert.Null(LatencySummary.From([]));
        Assert.Null(LatencySummary.From(new LatencyRecorder()));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_duration_that_is_no_number_is_refused(double value) =>
        Assert.Throws<ArgumentException>(() => LatencySummary.From([1, value]));

    [Fact]
    public void The_values_are_left_as_they_were()
    {
        double[] values = [3, 1, 2];
        LatencySummary.From(values);
        Assert.Equal([3, 1, 2], values);
    }

    [Fact]
    public void Percentiles_ascend_from_minimum_to_maximum() => Durations.Sample(values =>
    {
        foreach (var summary in new[] { LatencySummary.From(values)!, LatencySummary.From(Recorders.Of(values))! })
        {
            double[] ascending = [summary.Min, .. Percentiles(summary), summary.Max];
            Assert.Equal(ascending.Order(), ascending);
            Assert.InRange(summary.Mean, summary.Min, summary.Max);
        }
    });

    [Fact]
    public void Figures_agree_with_their_definitions() => Durations.Sample(values =>
    {
        var summary = LatencySummary.From(values)!;
        int[] perMille = [100, 250, 500, 750, 900, 950, 990, 999];
        Assert.Equal(perMille.Select(q => SmallestThatCovers(values, q)), Percentiles(summary));
        Assert.Equal(PairwiseStddev(values), summary.Stddev, 1e-6 * values.Max());
    });

    [Fact]
    public void A_recorder_agrees_with_its_values_within_three_digits() => Durations.Sample(values =>
    {
        var exact = LatencySummary.From(values)!;
        var recorded = LatencySummary.From(Recorders.Of(values))!;
        Assert.All(
            Percentiles(recorded).Append(recorded.Mean).Zip(Percentiles(exact).Append(exact.Mean)),
            pair => Assert.Equal(pair.Second, pair.First, (1e-3 * pair.Second) + 1e-3));
    });

    private static double[] Percentiles(LatencyStatistics s) => [s.P10, s.P25, s.P50, s.P75, s.P90, s.P95, s.P99, s.P999];

    private static double SmallestThatCovers(double[] values, int perMille) =>
        values.Where(candidate => values.LongCount(value => value <= candidate) * 1000 >= (long)perMille * values.Length).Min();

    // The variance is half the mean squared difference of two different values.
    private static double PairwiseStddev(double[] values) => values.Length < 2
        ? 0
        : Math.Sqrt((from a in values from b in values select (a - b) * (a - b)).Sum() / (2.0 * values.Length * (values.Length - 1)));
}
