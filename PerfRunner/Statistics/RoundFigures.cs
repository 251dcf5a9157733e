namespace PerfRunner.Statistics;

/// <summary>A figure in each of the rounds that it is known in. What is computed of two is computed round by round: a change of the machine changes both.</summary>
internal sealed record RoundFigures(IReadOnlyDictionary<int, double> ByRound)
{
    public static readonly RoundFigures None = new(new Dictionary<int, double>());

    public static RoundFigures Known(IEnumerable<(int Round, double? Value)> figures) =>
        new(figures.Where(figure => figure.Value is not null).ToDictionary(figure => figure.Round, figure => figure.Value!.Value));

    public double? Median => Statistics.Median.Of(ByRound.Values);

    public double? Lowest => ByRound.Count == 0 ? null : ByRound.Values.Min();

    public double? Highest => ByRound.Count == 0 ? null : ByRound.Values.Max();

    public static RoundFigures operator /(RoundFigures left, RoundFigures right) => Combine(left, right, (one, other) => one / other);

    public static RoundFigures operator +(RoundFigures left, RoundFigures right) => Combine(left, right, (one, other) => one + other);

    private static RoundFigures Combine(RoundFigures left, RoundFigures right, Func<double, double, double> combine) => new(
        left.ByRound.Keys.Intersect(right.ByRound.Keys).ToDictionary(round => round, round => combine(left.ByRound[round], right.ByRound[round])));
}
