using PerfRunner.Results;

namespace PerfRunner.Statistics;

/// <summary>Relates cases by their medians, where both were measured without an error.</summary>
internal static class Comparisons
{
    private static readonly (string Name, int Numerator, int Denominator)[] Pairs =
    [
        ("http-to-pipe-warm", 2, 4),
        ("http-to-pipe-cold", 3, 5),
        ("uncached-to-cached-pipe", 4, 1),
        ("uncached-to-cached-http", 2, 1),
        ("cold-to-warm-pipe", 5, 4),
        ("cold-to-warm-http", 3, 2),
        ("cold-to-spare-pipe", 5, 6),
        ("spare-to-warm-pipe", 6, 4),
    ];

    public static IReadOnlyList<Comparison> From(IReadOnlyList<CaseResult> cases)
    {
        var medians = cases
            .Where(result => result is { Status: CaseStatus.Measured, Errors: 0, LatencyMicroseconds.P50: > 0 })
            .ToDictionary(result => result.Id, result => result.LatencyMicroseconds!.P50);

        return
        [
            .. from pair in Pairs
               where medians.ContainsKey(pair.Numerator) && medians.ContainsKey(pair.Denominator)
               select new Comparison(
                   pair.Name,
                   $"{CaseNames.InWords(pair.Numerator)} / {CaseNames.InWords(pair.Denominator)}",
                   pair.Numerator,
                   pair.Denominator,
                   medians[pair.Numerator] / medians[pair.Denominator]),
        ];
    }
}
