using PerfRunner.Results;
using PerfRunner.Statistics;

namespace PerfRunner.Export;

/// <summary>Comparisons and warnings in words, the same in every report for people.</summary>
internal static class ReportSentences
{
    public const string NoComparison = "None: no two cases that belong together were both measured without errors.";

    public static string Of(Comparison comparison)
    {
        var numerator = CaseNames.InWords(comparison.NumeratorCase);
        var denominator = CaseNames.InWords(comparison.DenominatorCase);
        return $"{char.ToUpperInvariant(numerator[0])}{numerator[1..]} takes {Units.Ratio(comparison.Ratio)} " +
            $"the time of {denominator} at the median.";
    }

    public static string Of(Warning warning) =>
        $"{(warning.CaseId is { } id ? $"Case {Units.Id(id)}" : "Run")}, {Units.Name(warning.Kind)}: {warning.Message}";
}
