namespace PerfRunner.Growth.Results;

/// <summary>One series at one size. Figures are medians of the rounds; null where there were errors.</summary>
/// <param name="Series">Stable: cached or pipe.</param>
/// <param name="Size">How many there are of what grows.</param>
/// <param name="RateRatio">This rate divided by that of the first size, round by round.</param>
/// <param name="P50Ratio">This p50 divided by that of the first size, round by round.</param>
internal sealed record GrowthRow(
    string Series,
    string Size,
    int Connections,
    long Errors,
    double? RequestsPerSecond,
    double? P50Microseconds,
    GrowthRatio? RateRatio,
    GrowthRatio? P50Ratio);

/// <summary>Median, lowest and highest of the rounds.</summary>
internal sealed record GrowthRatio(double Median, double Lowest, double Highest);
