namespace PerfRunner.Statistics;

internal static class Median
{
    /// <summary>Nearest rank, as everywhere: of an even number of values the lower of the middle two.</summary>
    /// <returns>Null when there are no values.</returns>
    public static double? Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? null : sorted[(sorted.Length - 1) / 2];
    }
}
