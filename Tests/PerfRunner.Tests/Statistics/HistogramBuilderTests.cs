using CsCheck;
using PerfRunner.Load;
using PerfRunner.Results;
using PerfRunner.Statistics;

namespace PerfRunner.Tests.Statistics;

public sealed class HistogramBuilderTests
{
    private static readonly Gen<double[]> Durations = Gen.OneOf(
        Gen.Double[0.01, 1e8].Array[1, 200],
        Gen.Double[100, 101].Array[1, 200],
        Gen.Double[-8, 8].Select(exponent => Math.Pow(10, exponent)).Array[1, 200],
        Gen.Double[-1000, 1000].Array[1, 200]);

    [Fact]
    public void No_values_give_no_buckets()
    {
        Assert.Empty(HistogramBuilder.From([]));
        Assert.Empty(HistogramBuilder.From(new LatencyRecorder()));
    }

    [Theory]
    [InlineData(new[] { 100.0, 119 }, 100, 101, 20)]
    [InlineData(new[] { 103.0, 199 }, 100, 105, 20)]
    [InlineData(new[] { 0.1, 0.3 }, 0.1, 0.11, 21)]
    [InlineData(new[] { -5.0, 5 }, -5, -4.5, 21)]
    [InlineData(new[] { 0.0, 1000 }, 0, 50, 21)]
    [InlineData(new[] { 100.0, 999 }, 100, 112, 20)]
    [InlineData(new[] { 100.0, 1000 }, 100, 112, 21)]
    [InlineData(new[] { 126.0, 9_000 }, 125, 160, 19)]
    [InlineData(new[] { 1.0, 1e6 }, 1, 2, 19)]
    [InlineData(new[] { 1.0, 1e12 }, 1, 10, 13)]
    public void Edges_are_round_numbers(double[] values, double firstFrom, double firstTo, int buckets)
    {
        var histogram = HistogramBuilder.From(values);
        Assert.Equal((firstFrom, firstTo, buckets), (histogram[0].FromMicroseconds, histogram[0].ToMicroseconds, histogram.Count));
    }

    [Theory]
    [InlineData(1, 0.0)]
    [InlineData(1, 123.456)]
    [InlineData(50, 1e7)]
    public void Equal_values_share_one_bucket(int count, double value)
    {
        var bucket = Assert.Single(HistogramBuilder.From([.. Enumerable.Repeat(value, count)]));
        Assert.Equal(count, bucket.Count);
    }

    [Fact]
    public void Each_bucket_holds_exactly_the_values_between_its_edges() => Durations.Sample(values =>
    {
        var histogram = HistogramBuilder.From(values);
        Assert.Equal(values.Length, histogram.Sum(bucket => bucket.Count));
        Assert.All(histogram, bucket => Assert.Equal(values.LongCount(value => IsIn(bucket, value)), bucket.Count));
    });

    [Fact]
    public void Buckets_are_contiguous_and_without_empty_ends() => Durations.Sample(values =>
    {
        var histogram = HistogramBuilder.From(values);
        Assert.All(histogram, bucket => Assert.True(bucket.FromMicroseconds < bucket.ToMicroseconds));
        Assert.All(histogram.Zip(histogram.Skip(1)), pair => Assert.Equal(pair.First.ToMicroseconds, pair.Second.FromMicroseconds));
        Assert.NotEqual(0, histogram[0].Count);
        Assert.NotEqual(0, histogram[^1].Count);
    });

    [Fact]
    public void A_recorder_loses_no_value() => Gen.Double[0.5, 1e8].Array[1, 200].Sample(values =>
    {
        var histogram = HistogramBuilder.From(Recorders.Of(values));
        Assert.Equal(values.Length, histogram.Sum(bucket => bucket.Count));
        Assert.True(histogram[0].FromMicroseconds <= values.Min());
        Assert.True(histogram[^1].ToMicroseconds > values.Max() * 0.999);
    });

    [Fact]
    public void A_recorder_knows_its_smallest_value_exactly()
    {
        // An edge lies between it and the middle of the fine bucket in which it was counted.
        var histogram = HistogramBuilder.From(Recorders.Of([59_998_544, 84_860_251, 79_616_364]));

        Assert.True(histogram[0].FromMicroseconds <= 59_998_544);
    }

    [Fact]
    public void Buckets_are_few() => Gen.Double[10, 1e6].Array[20, 200].Sample(values =>
        Assert.InRange(HistogramBuilder.From(values).Count, 8, 24));

    [Fact]
    public void A_lone_slow_value_does_not_flatten_the_others()
    {
        var histogram = HistogramBuilder.From([.. Enumerable.Range(0, 100).Select(i => 400.0 + i), 9_000]);
        Assert.Equal((400, 405, 5), (histogram[0].FromMicroseconds, histogram[0].ToMicroseconds, histogram[0].Count));
        Assert.Equal((5_000, 10_000, 1), (histogram[^1].FromMicroseconds, histogram[^1].ToMicroseconds, histogram[^1].Count));
    }

    private static bool IsIn(HistogramBucket bucket, double value) => bucket.FromMicroseconds <= value && value < bucket.ToMicroseconds;
}
