using PerfRunner.Load;

namespace PerfRunner.Statistics;

/// <summary>A value and how often it occurs: the common form of single values and of a recorder's fine buckets.</summary>
internal readonly record struct WeightedValue(double Value, long Count)
{
    /// <summary>The smallest value that at least so many of all values do not exceed.</summary>
    public static double NearestRank(WeightedValue[] ascending, int perMille)
    {
        var rank = ((perMille * ascending.Sum(weighted => weighted.Count)) + 999) / 1000;
        long seen = 0;
        return ascending.First(weighted => (seen += weighted.Count) >= rank).Value;
    }

    /// <returns>In ascending order.</returns>
    public static WeightedValue[] From(IReadOnlyList<double> values) =>
        [.. values.Order().Select(value => new WeightedValue(value, 1))];

    /// <returns>In ascending order; each bucket stands at its middle, but the smallest and the largest value are known exactly.</returns>
    public static WeightedValue[] From(LatencyRecorder recorder)
    {
        if (recorder.Count == 0) return [];
        var min = recorder.MinMicroseconds;
        var max = recorder.MaxMicroseconds;
        if (recorder.Count == 1) return [new(min, 1)];
        List<WeightedValue> values =
        [
            .. recorder.Buckets
                .Where(bucket => bucket.Count > 0)
                .Select(bucket => new WeightedValue(Math.Clamp(Middle(bucket), min, max), bucket.Count))
                .OrderBy(weighted => weighted.Value),
        ];
        values[0] = values[0] with { Count = values[0].Count - 1 };
        values[^1] = values[^1] with { Count = values[^1].Count - 1 };
        return [new(min, 1), .. values.Where(weighted => weighted.Count > 0), new(max, 1)];

        static double Middle((double From, double To, long) bucket) => (bucket.From + bucket.To) / 2;
    }
}
