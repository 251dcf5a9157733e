using PerfRunner.Results;

namespace PerfRunner.Export;

/// <summary>A histogram as lines of text, the fullest bucket as the longest bar.</summary>
internal static class HistogramText
{
    private const int LongestBar = 40;

    public static string Render(IReadOnlyList<HistogramBucket> buckets)
    {
        var fullest = Math.Max(1, buckets.Max(bucket => bucket.Count));
        TextTable table = new(0, "from", "to", "count", "");
        foreach (var bucket in buckets)
        {
            table.Add(
                Units.Duration(bucket.FromMicroseconds),
                Units.Duration(bucket.ToMicroseconds),
                Units.Count(bucket.Count),
                Bar(bucket.Count, fullest).PadRight(LongestBar));
        }

        return table.ToPlainText();
    }

    // At least one character for a bucket that is not empty, or a lone outlier could not be seen.
    private static string Bar(long count, long fullest) =>
        new('█', count == 0 ? 0 : Math.Max(1, (int)Math.Round((double)LongestBar * count / fullest)));
}
