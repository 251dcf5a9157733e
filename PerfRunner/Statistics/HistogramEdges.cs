namespace PerfRunner.Statistics;

/// <summary>Chooses round bucket edges: equal steps for a narrow range, preferred numbers for one that spans much.</summary>
internal static class HistogramEdges
{
    private const int MostBuckets = 24;
    private const double LogarithmicFromRatio = 4;
    private const double FarFromRatio = 2;
    private const int FinestExponent = -3;

    private static readonly int[] Coarse = [100, 200, 500];

    // Preferred numbers, ISO 3, in hundredths: R20, R10 and R5 have 20, 10 and 5 nearly equal ratios in each power of ten.
    private static readonly int[][] Series =
    [
        [100, 112, 125, 140, 160, 180, 200, 224, 250, 280, 315, 355, 400, 450, 500, 560, 630, 710, 800, 900],
        [100, 125, 160, 200, 250, 315, 400, 500, 630, 800],
        [100, 160, 250, 400, 630],
        Coarse,
        [100],
    ];

    /// <param name="bulk">Most values do not exceed it; what lies far above gets coarse buckets, lest it flatten the rest.</param>
    /// <returns>Ascending; the first is not above <paramref name="min"/>, the last is above <paramref name="max"/>.</returns>
    public static IReadOnlyList<double> Covering(double min, double bulk, double max)
    {
        if (min > 0 && bulk / min >= LogarithmicFromRatio) return Logarithmic(min, max);
        if (min <= 0 || max - min <= FarFromRatio * (bulk - min)) return Linear(min, max);
        var edges = Linear(min, bulk);
        return [.. edges, .. Logarithmic(Coarse, edges[^1], max).SkipWhile(edge => edge <= edges[^1])];
    }

    private static List<double> Logarithmic(double min, double max)
    {
        List<double> edges = [];
        foreach (var series in Series)
        {
            edges = Logarithmic(series, min, max);
            if (edges.Count <= MostBuckets + 1) break;
        }

        return edges;
    }

    private static List<double> Logarithmic(int[] series, double min, double max)
    {
        List<double> edges = [];
        for (var exponent = (int)Math.Floor(Math.Log10(min)) - 1; ; exponent++)
        {
            foreach (var preferred in series)
            {
                var edge = Scale(preferred, exponent - 2);
                if (edges.Count == 1 && edge <= min) edges.Clear();
                edges.Add(edge);
                if (edge > max) return edges;
            }
        }
    }

    // Steps of 1, 2 or 5 times a power of ten.
    private static List<double> Linear(double min, double max)
    {
        for (var exponent = StepExponent(min, max); ; exponent++)
        {
            foreach (var digit in (ReadOnlySpan<int>)[1, 2, 5])
            {
                var first = Math.Floor(min / Scale(digit, exponent));
                var last = Math.Floor(max / Scale(digit, exponent)) + 1;
                if (last - first <= MostBuckets) return Linear(digit, exponent, first, min, max);
            }
        }
    }

    private static List<double> Linear(int digit, int exponent, double first, double min, double max)
    {
        List<double> edges = [Scale(first * digit, exponent)];
        if (edges[0] > min) edges[0] = Scale(--first * digit, exponent);
        while (edges[^1] <= max) edges.Add(Scale(++first * digit, exponent));
        return edges;
    }

    // A step must be large enough to change the largest value, or equal values would never end up between two edges.
    private static int StepExponent(double min, double max)
    {
        var magnitude = Math.Max(Math.Abs(min), Math.Abs(max));
        var bySpan = max > min ? (int)Math.Floor(Math.Log10((max - min) / MostBuckets)) : FinestExponent;
        var byMagnitude = magnitude > 0 ? (int)Math.Floor(Math.Log10(magnitude)) - 6 : FinestExponent;
        return Math.Max(Math.Max(bySpan, byMagnitude), FinestExponent);
    }

    // Division by a power of ten gives the double nearest to the decimal number; multiplication by 0.001 does not.
    private static double Scale(double value, int exponent) =>
        exponent >= 0 ? value * Math.Pow(10, exponent) : value / Math.Pow(10, -exponent);
}
