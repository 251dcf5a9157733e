using PerfRunner.Load;

namespace PerfRunner.Statistics;

/// <summary>
/// Slow outliers by the modified Z-score (Iglewicz and Hoaglin 1993): distance from the median in median absolute
/// deviations, which, unlike the standard deviation, the outliers themselves hardly move.
/// </summary>
/// <param name="Count">How many values lie above the threshold.</param>
/// <param name="Total">How many values there are.</param>
/// <param name="Median">In the unit of the values.</param>
/// <param name="Slowest">The largest value.</param>
/// <param name="SlowestScore">Score of the largest value; 0 when the values do not differ.</param>
internal sealed record Outliers(long Count, long Total, double Median, double Slowest, double SlowestScore)
{
    // hyperfine's threshold (src/outlier_detection.rs): ten standard deviations, each 1.4826 MAD for a normal distribution.
    public const double Threshold = 10 * SigmaPerMad;

    private const double SigmaPerMad = 1.4826;

    // sqrt(pi / 2): the standard deviation in mean absolute deviations for a normal distribution.
    private const double SigmaPerMeanDeviation = 1.253314;

    /// <returns>Null when there are no values.</returns>
    public static Outliers? In(IReadOnlyList<double> microseconds) => In(WeightedValue.From(microseconds));

    public static Outliers? In(LatencyRecorder recorder) => In(WeightedValue.From(recorder));

    private static Outliers? In(WeightedValue[] ascending)
    {
        if (ascending.Length == 0) return null;
        var total = ascending.Sum(weighted => weighted.Count);
        var median = WeightedValue.NearestRank(ascending, perMille: 500);
        var scale = Scale(ascending, total, median);
        var slowest = ascending[^1].Value;
        return scale == 0
            ? new Outliers(0, total, median, slowest, 0)
            : new Outliers(
                ascending.Where(weighted => (weighted.Value - median) / scale > Threshold).Sum(weighted => weighted.Count),
                total,
                median,
                slowest,
                (slowest - median) / scale);
    }

    private static double Scale(WeightedValue[] values, long total, double median)
    {
        var deviations = values
            .Select(weighted => weighted with { Value = Math.Abs(weighted.Value - median) })
            .OrderBy(deviation => deviation.Value)
            .ToArray();
        var mad = WeightedValue.NearestRank(deviations, perMille: 500);
        if (mad > 0) return mad;

        // More than half of the values are equal: the mean deviation still tells a scale, brought to that of the MAD.
        var meanDeviation = deviations.Sum(deviation => deviation.Value * deviation.Count) / total;
        return meanDeviation * SigmaPerMeanDeviation / SigmaPerMad;
    }
}
