using PerfRunner.Results;
using PerfRunner.Statistics;
using ServiceDefaults;

namespace PerfRunner.Export;

/// <summary>Comparisons and warnings in words, the same in every report for people.</summary>
internal static class ReportSentences
{
    public const string NoComparison = "None: no two cases that belong together were both measured without errors.";

    public static string NoTracingCost(RunSettings settings) => settings.Tracing
        ? "Nothing to compare: neither warm case was measured without errors."
        : $"Tracing was off ({TelemetryExtensions.EndpointVariable} is not set), so there is nothing to compare.";

    public static string Of(TracingCost cost) =>
        $"traced requests take {Units.Ratio(cost.Ratio)} the time of untraced ones at the median " +
        $"({Units.Duration(cost.P50WithMicroseconds)} / {Units.Duration(cost.P50WithoutMicroseconds)}).";

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
