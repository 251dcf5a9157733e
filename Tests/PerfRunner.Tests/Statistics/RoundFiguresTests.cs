using PerfRunner.Statistics;

namespace PerfRunner.Tests.Statistics;

public sealed class RoundFiguresTests
{
    [Fact]
    public void Two_are_computed_round_by_round_where_both_are_known()
    {
        RoundFigures ratio = Of((0, 10), (1, 40), (2, 90)) / Of((0, 10), (1, 20), (3, 1));

        Assert.Equal([(0, 1d), (1, 2d)], ratio.ByRound.Select(pair => (pair.Key, pair.Value)).Order());
        Assert.Equal(30, (Of((0, 10)) + Of((0, 20))).Median);
    }

    [Fact]
    public void Median_and_extremes_are_of_the_rounds()
    {
        RoundFigures figures = Of((0, 3), (1, 9), (2, 5));

        Assert.Equal((3d, 5d, 9d), (figures.Lowest!.Value, figures.Median!.Value, figures.Highest!.Value));
        Assert.Equal((null, null, null), (RoundFigures.None.Lowest, RoundFigures.None.Median, RoundFigures.None.Highest));
    }

    private static RoundFigures Of(params (int Round, double Value)[] figures) => new(figures.ToDictionary(figure => figure.Round, figure => figure.Value));
}
