using System.Diagnostics;
using PerfRunner.Load;

namespace PerfRunner.Tests.Load;

public sealed class LatencyRecorderTests
{
    private static readonly long TicksPerMicrosecond = Stopwatch.Frequency / 1_000_000;

    [Fact]
    public void Mean_deviation_and_extremes_are_exact()
    {
        LatencyRecorder recorder = Recorded(2, 4, 4, 4, 5, 5, 7, 9);

        Assert.Equal(8, recorder.Count);
        Assert.Equal(5, recorder.MeanMicroseconds, 9);
        Assert.Equal(Math.Sqrt(32.0 / 7), recorder.StddevMicroseconds, 9);
        Assert.Equal(2, recorder.MinMicroseconds, 9);
        Assert.Equal(9, recorder.MaxMicroseconds, 9);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(50, 500)]
    [InlineData(99, 990)]
    [InlineData(100, 1000)]
    public void Percentiles_are_right_to_three_digits(double percentile, double expected)
    {
        LatencyRecorder recorder = Recorded([.. Enumerable.Range(1, 1000)]);

        Assert.InRange(recorder.PercentileMicroseconds(percentile), expected * 0.999, expected * 1.001);
    }

    [Fact]
    public void Merged_recorders_equal_one_that_saw_everything()
    {
        LatencyRecorder merged = Recorded(10, 20, 30);
        merged.Add(Recorded(1000, 7));
        merged.Add(new LatencyRecorder());
        LatencyRecorder whole = Recorded(10, 20, 30, 1000, 7);

        Assert.Equal(whole.Count, merged.Count);
        Assert.Equal(whole.MeanMicroseconds, merged.MeanMicroseconds, 9);
        Assert.Equal(whole.StddevMicroseconds, merged.StddevMicroseconds, 9);
        Assert.Equal(whole.MinMicroseconds, merged.MinMicroseconds);
        Assert.Equal(whole.MaxMicroseconds, merged.MaxMicroseconds);
        Assert.Equal(whole.Buckets, merged.Buckets);
    }

    [Fact]
    public void Buckets_hold_every_value_once_in_order()
    {
        LatencyRecorder recorder = Recorded(3, 3, 50_000);

        (double From, double To, long Count)[] buckets = [.. recorder.Buckets];
        Assert.Equal([2L, 1L], buckets.Select(bucket => bucket.Count));
        Assert.True(buckets[0].From <= 3 && 3 < buckets[0].To);
        Assert.True(buckets[1].From <= 50_000 && 50_000 < buckets[1].To);
    }

    [Fact]
    public void A_small_spread_on_a_large_mean_keeps_its_deviation()
    {
        LatencyRecorder recorder = new();
        for (int i = 0; i < 1000; i++)
        {
            recorder.Record(Stopwatch.Frequency + (i % 2));
        }

        double microsecondsPerTick = 1e6 / Stopwatch.Frequency;
        Assert.Equal(0.5 * microsecondsPerTick * Math.Sqrt(1000.0 / 999), recorder.StddevMicroseconds, 6);
    }

    [Fact]
    public void An_empty_recorder_tells_zeros()
    {
        LatencyRecorder recorder = new();

        Assert.Equal(0, recorder.PercentileMicroseconds(50));
        Assert.Equal(0, recorder.MinMicroseconds);
        Assert.Equal(0, recorder.StddevMicroseconds);
        Assert.Empty(recorder.Buckets);
    }

    [Fact]
    public void A_value_beyond_the_histogram_is_clamped_there_and_exact_elsewhere()
    {
        LatencyRecorder recorder = Recorded(700_000_000);

        Assert.Equal(700_000_000, recorder.MaxMicroseconds, 3);
    }

    private static LatencyRecorder Recorded(params int[] microseconds)
    {
        LatencyRecorder recorder = new();
        foreach (int value in microseconds)
        {
            recorder.Record(value * TicksPerMicrosecond);
        }

        return recorder;
    }
}
