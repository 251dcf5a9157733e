namespace PerfRunner.Results;

/// <summary>How two cases relate, by their medians: Ratio = p50 of Numerator / p50 of Denominator.</summary>
/// <param name="Name">Stable name: http-to-pipe-warm, http-to-pipe-cold, uncached-to-cached-pipe, cold-to-warm-pipe, …</param>
internal sealed record Comparison(string Name, string Title, int NumeratorCase, int DenominatorCase, double Ratio);
