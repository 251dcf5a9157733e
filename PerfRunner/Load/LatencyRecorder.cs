using System.Diagnostics;
using HdrHistogram;

namespace PerfRunner.Load;

/// <summary>
/// Collects latencies without allocating: percentiles from an HdrHistogram (1 ns to 10 min, 3 significant digits),
/// mean, standard deviation and extremes exactly. Not for concurrent use: one recorder a connection, merged afterwards.
/// </summary>
internal sealed class LatencyRecorder
{
    private const long LowestNanoseconds = 1;
    private const long HighestNanoseconds = 600_000_000_000;
    private const int SignificantDigits = 3;
    private const double NanosecondsPerMicrosecond = 1000;

    private static readonly double NanosecondsPerTick = 1e9 / Stopwatch.Frequency;

    private readonly LongHistogram _histogram = new(LowestNanoseconds, HighestNanoseconds, SignificantDigits);
    private double _mean;
    private double _squaredDeviations;
    private double _min = double.PositiveInfinity;
    private double _max;

    public long Count { get; private set; }

    public double MeanMicroseconds => _mean / NanosecondsPerMicrosecond;

    /// <summary>Sample standard deviation (n - 1); 0 for fewer than two values.</summary>
    public double StddevMicroseconds => Count < 2 ? 0 : Math.Sqrt(_squaredDeviations / (Count - 1)) / NanosecondsPerMicrosecond;

    public double MinMicroseconds => Count == 0 ? 0 : _min / NanosecondsPerMicrosecond;

    public double MaxMicroseconds => _max / NanosecondsPerMicrosecond;

    /// <summary>The histogram's non-empty bars in ascending order; To is exclusive.</summary>
    public IEnumerable<(double FromMicroseconds, double ToMicroseconds, long Count)> Buckets =>
        _histogram.RecordedValues().Select(value => (
            _histogram.LowestEquivalentValue(value.ValueIteratedTo) / NanosecondsPerMicrosecond,
            _histogram.NextNonEquivalentValue(value.ValueIteratedTo) / NanosecondsPerMicrosecond,
            value.CountAtValueIteratedTo));

    public void Record(long stopwatchTicks)
    {
        double nanoseconds = stopwatchTicks * NanosecondsPerTick;
        _histogram.RecordValue(Math.Clamp((long)nanoseconds, LowestNanoseconds, HighestNanoseconds));

        // Welford: a sum of squares loses its digits when the spread is small against the mean.
        Count++;
        double distance = nanoseconds - _mean;
        _mean += distance / Count;
        _squaredDeviations += distance * (nanoseconds - _mean);
        _min = Math.Min(_min, nanoseconds);
        _max = Math.Max(_max, nanoseconds);
    }

    public void Add(LatencyRecorder other)
    {
        if (other.Count == 0)
        {
            return;
        }

        _histogram.Add(other._histogram);

        // Chan, Golub, LeVeque: Updating Formulae and a Pairwise Algorithm for Computing Sample Variances (1979).
        long count = Count + other.Count;
        double distance = other._mean - _mean;
        _squaredDeviations += other._squaredDeviations + (distance * distance * Count * other.Count / count);
        _mean += distance * other.Count / count;
        _min = Math.Min(_min, other._min);
        _max = Math.Max(_max, other._max);
        Count = count;
    }

    /// <param name="percentile">0 to 100.</param>
    public double PercentileMicroseconds(double percentile)
    {
        if (Count == 0)
        {
            return 0;
        }

        // The histogram rounds to a bar; the extremes are known exactly, and no percentile lies outside them.
        return Math.Clamp(_histogram.GetValueAtPercentile(percentile), _min, _max) / NanosecondsPerMicrosecond;
    }
}
