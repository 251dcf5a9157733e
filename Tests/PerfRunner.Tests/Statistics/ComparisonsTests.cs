using PerfRunner.Results;
using PerfRunner.Statistics;
using PerfRunner.Tests.Export;

namespace PerfRunner.Tests.Statistics;

public sealed class ComparisonsTests
{
    [Fact]
    public void All_pairs_are_compared_by_their_medians()
    {
        var ratios = Comparisons.From([Case(1, 10), Case(2, 30), Case(3, 6000), Case(4, 20), Case(5, 4000)])
            .ToDictionary(comparison => comparison.Name, comparison => comparison.Ratio);

        Assert.Equal(
            new Dictionary<string, double>
            {
                ["http-to-pipe-warm"] = 1.5,
                ["http-to-pipe-cold"] = 1.5,
                ["uncached-to-cached-pipe"] = 2,
                ["uncached-to-cached-http"] = 3,
                ["cold-to-warm-pipe"] = 200,
                ["cold-to-warm-http"] = 200,
            },
            ratios);
    }

    [Fact]
    public void A_comparison_names_its_cases()
    {
        var comparison = Assert.Single(Comparisons.From([Case(2, 30), Case(4, 20)]));
        Assert.Equal(new Comparison("http-to-pipe-warm", "HTTP warm / pipe warm", 2, 4, 1.5), comparison);
    }

    public static TheoryData<string> Unusable => ["errors", "all errors", "skipped", "zero", "missing"];

    [Theory]
    [MemberData(nameof(Unusable))]
    public void A_case_without_sound_values_is_not_compared(string what)
    {
        var pipe = Case(4, 20);
        CaseResult[] cases = what switch
        {
            "errors" => [Case(2, 30), pipe with { Errors = 1 }],
            "all errors" => [Case(2, 30), SampleCases.AllErrors(4)],
            "skipped" => [Case(2, 30), SampleCases.Skipped(4)],
            "zero" => [Case(2, 30), Case(4, 0)],
            _ => [Case(2, 30)],
        };
        Assert.Empty(Comparisons.From(cases));
    }

    private static CaseResult Case(int id, double median) => SampleCases.Measured(id, [median, median, median * 2]);
}
