using PerfRunner.Load;

namespace PerfRunner.Peers.Measuring;

/// <summary>Measures contenders that are up, by turns.</summary>
/// <param name="bodyBytes">The length of every answer's body.</param>
/// <param name="wrk">Looks on; null when it is not wanted, or not there.</param>
internal sealed class PeerRounds(PeersOptions options, long bodyBytes, Wrk? wrk, Action<string> tell)
{
    public Func<Contender, int, TimeSpan, CancellationToken, LoadResult>? Measure { get; init; }

    public async Task<IReadOnlyList<PeerSample>> RunAsync(IReadOnlyList<Contender> contenders, CancellationToken cancellationToken)
    {
        List<PeerSample> samples = [];
        IReadOnlyList<int> points = [.. contenders.SelectMany(options.ConnectionsOf).Distinct()];
        tell($"Warming up: {string.Join(", ", contenders.Select(contender => contender.Name))}");
        tell($"{options.Rounds} rounds take about {Estimate(contenders).TotalSeconds:F0} s");
        foreach (Contender contender in contenders)
        {
            // With the most connections: that is where the compilers find most to do.
            Load(contender, options.ConnectionsOf(contender).DefaultIfEmpty(1).Max(), options.FirstWarmupTime, cancellationToken);
        }

        for (int round = 0; round < options.Rounds; round++)
        {
            Wrk? observer = RoundOrder.IsObserved(round) ? wrk : null;
            tell($"Round {round + 1} of {options.Rounds}{(observer is null ? "" : ", with wrk beside it")}");
            foreach (int connections in points)
            {
                foreach (Contender contender in RoundOrder.Of(contenders, round).Where(contender => options.ConnectionsOf(contender).Contains(connections)))
                {
                    LoadResult load = Load(contender, connections, options.Duration, cancellationToken);
                    WrkFigures? observed = observer is null ? null : await observer.MeasureAsync(contender, connections, options.Duration, cancellationToken);
                    samples.Add(new PeerSample(contender, connections, round, load, observed));
                }
            }
        }

        return samples;
    }

    /// <summary>How long it takes from the first warm-up to the last round.</summary>
    public TimeSpan Estimate(IReadOnlyList<Contender> contenders)
    {
        int points = contenders.Sum(contender => options.ConnectionsOf(contender).Count());
        int observed = wrk is null ? 0 : Enumerable.Range(0, options.Rounds).Count(RoundOrder.IsObserved);
        return (contenders.Count * options.FirstWarmupTime)
            + (points * ((options.Rounds * (options.WarmupTime + options.Duration)) + (observed * Wrk.TimeOf(options.Duration))));
    }

    private LoadResult Load(Contender contender, int connections, TimeSpan duration, CancellationToken cancellationToken) =>
        (Measure ?? Generate)(contender, connections, duration, cancellationToken);

    private LoadResult Generate(Contender contender, int connections, TimeSpan duration, CancellationToken cancellationToken) =>
        PeerLoad.Measure(contender, connections, options.WarmupTime, duration, bodyBytes, options.Timeout, cancellationToken);
}
