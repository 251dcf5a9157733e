using PerfRunner.Results;
using PerfRunner.Statistics;
using PerfRunner.Tests.Export;

namespace PerfRunner.Tests.Statistics;

public sealed class WarningRulesTests
{
    private static readonly double[] Steady = [.. Enumerable.Range(0, 100).Select(i => 100.0 + (i % 10))];

    [Fact]
    public void Nothing_is_said_about_steady_values() => Assert.Empty(Warnings(SampleCases.Measured(2, Steady), Steady));

    [Theory]
    [InlineData(99, true)]
    [InlineData(100, false)]
    public void Few_warm_values_are_told(int count, bool told)
    {
        double[] values = [.. Steady.Take(count)];
        Assert.Equal(told, Warnings(SampleCases.Measured(2, values), values).Any(warning => warning.Kind == WarningKind.FewSamples));
    }

    [Theory]
    [InlineData(19, true)]
    [InlineData(20, false)]
    public void Few_cold_starts_are_told(int count, bool told)
    {
        double[] values = [.. Steady.Take(count)];
        Assert.Equal(told, Warnings(SampleCases.Cold(3, values), values).Any(warning => warning.Kind == WarningKind.FewSamples));
    }

    [Fact]
    public void Advice_names_the_option_of_the_case()
    {
        Assert.Contains("--requests 100", Assert.Single(Warnings(SampleCases.Measured(2, [1]), [1])).Message, StringComparison.Ordinal);
        Assert.Contains("--cold-starts 20", Assert.Single(Warnings(SampleCases.Cold(3, [1]), [1])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_outlier_is_told_with_its_figures()
    {
        double[] values = [.. Steady, 250];
        var warning = Assert.Single(Warnings(SampleCases.Measured(2, values), values));
        Assert.Equal((WarningKind.Outliers, 2), (warning.Kind, warning.CaseId));
        Assert.StartsWith(
            "1 of 101 values are outliers; the slowest took 250.0 µs against a median of 105.0 µs.",
            warning.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_slow_first_start_is_told_apart(bool first)
    {
        double[] values = first ? [250, .. Steady] : [.. Steady, 250];
        var warning = Assert.Single(Warnings(SampleCases.Cold(3, values), values));
        Assert.Equal(first, warning.Message.Contains("first start", StringComparison.Ordinal));
    }

    [Fact]
    public void A_wide_spread_is_told()
    {
        double[] values = [.. Enumerable.Range(1, 100).Select(i => (double)(i * i))];
        Assert.Equal(WarningKind.HighVariance, Assert.Single(Warnings(SampleCases.Measured(4, values), values)).Kind);
    }

    [Fact]
    public void Nothing_is_said_about_cases_without_values()
    {
        Assert.Empty(WarningRules.ForCase(SampleCases.AllErrors(2), null));
        Assert.Empty(WarningRules.ForCase(SampleCases.Skipped(2), null));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(2.0, false)]
    [InlineData(2.1, true)]
    public void A_busy_machine_is_told(double? load, bool told)
    {
        var environment = SampleReport.Environment with { LogicalProcessors = 4, LoadAverage = load };
        Assert.Equal(told, WarningRules.ForRun(environment, []).Any(warning => warning is { Kind: WarningKind.BusyMachine, CaseId: null }));
    }

    [Fact]
    public void Debug_builds_are_named()
    {
        var warning = Assert.Single(WarningRules.ForRun(SampleReport.Environment with { LoadAverage = null }, ["PipeService.dll"]));
        Assert.Equal(WarningKind.DebugBuild, warning.Kind);
        Assert.Contains("PipeService.dll", warning.Message, StringComparison.Ordinal);
    }

    private static List<Warning> Warnings(CaseResult result, double[] values) =>
        [.. WarningRules.ForCase(result, Outliers.In(values))];
}
