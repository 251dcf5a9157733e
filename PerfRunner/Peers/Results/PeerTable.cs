using PerfRunner.Peers.Measuring;
using PerfRunner.Results;
using PerfRunner.Statistics;

namespace PerfRunner.Peers.Results;

/// <summary>From samples to rows.</summary>
internal static class PeerTable
{
    public static PeerCaseResult Case(PeerCase one, IReadOnlyList<PeerSample> samples)
    {
        string reference = PeerCases.ReferenceOf(one);
        return new PeerCaseResult(
            PeerCases.NameOf(one),
            PeerCases.TitleOf(one),
            reference,
            [
                .. samples
                    .Where(sample => sample.Contender.Cases.Contains(one))
                    .GroupBy(sample => sample.Connections)
                    .Select(point => Point(point.Key, [.. point], reference)),
            ]);
    }

    private static PeerPoint Point(int connections, PeerSample[] samples, string reference)
    {
        PeerFigures figures = new(samples);
        return new PeerPoint(
            connections,
            [
                .. samples
                    .GroupBy(sample => sample.Contender.Name)
                    .Select(row => Row([.. row], figures, reference, connections))
                    .OrderByDescending(row => row.RequestsPerSecond),
            ]);
    }

    private static PeerRow Row(PeerSample[] samples, PeerFigures figures, string reference, int connections)
    {
        Contender contender = samples[0].Contender;
        RoundFigures rates = figures.Rates(reference, connections) / figures.Rates(contender.Name, connections);
        RoundFigures medians = figures.P50(contender.Name, connections) / figures.P50(reference, connections);
        return new PeerRow
        {
            Name = contender.Name,
            Means = contender.Means,
            Requests = samples.Sum(sample => (long)sample.Load.Requests),
            Errors = samples.Sum(sample => (long)sample.Load.Errors),
            ErrorsByKind = Kinds(samples.SelectMany(sample => sample.Load.ErrorsByKind)),
            RequestsPerSecond = Median.Of(samples.Select(sample => sample.RequestsPerSecond))!.Value,
            RoundRequestsPerSecond = [.. samples.Select(sample => sample.RequestsPerSecond)],
            P50Microseconds = Percentile(samples, 50),
            P99Microseconds = Percentile(samples, 99),
            ProcessorMicroseconds = figures.ProcessorMicroseconds(contender.Name, connections).Median,
            RateRatio = rates.Median,
            LowestRateRatio = rates.Lowest,
            HighestRateRatio = rates.Highest,
            P50Ratio = medians.Median,
            Observed = Observed([.. samples.Select(sample => sample.Observed).OfType<WrkFigures>()]),
        };
    }

    public static IReadOnlyDictionary<RequestError, long> Kinds(IEnumerable<KeyValuePair<RequestError, int>> kinds) =>
        kinds.GroupBy(kind => kind.Key).ToDictionary(kind => kind.Key, kind => kind.Sum(pair => (long)pair.Value));

    private static ObservedRow? Observed(WrkFigures[] figures) => figures.Length == 0 ? null : new ObservedRow(
        Median.Of(figures.Select(figure => figure.RequestsPerSecond))!.Value,
        Median.Of(figures.Select(figure => figure.P50Microseconds))!.Value,
        figures.Sum(figure => figure.Errors));

    private static double? Percentile(PeerSample[] samples, double percentile) =>
        Median.Of(samples.Where(sample => sample.Load.Latencies.Count > 0).Select(sample => P(sample, percentile)));

    private static double P(PeerSample sample, double percentile) => sample.Load.Latencies.PercentileMicroseconds(percentile);
}
