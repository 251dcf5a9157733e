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
        tell($"Warming up: {string.Join(", ", contenders.Select(contender => contender.Name))}");
        foreach (Contender contender in contenders)
        {
            // With the most connections: that is where the compilers find most to do.
            Load(contender, contender.IsSingle ? 1 : options.Connections.Max(), options.FirstWarmupTime, cancellationToken);
        }

        for (int round = 0; round < options.Rounds; round++)
        {
            tell($"Round {round + 1} of {options.Rounds}");
            foreach (int connections in options.Connections)
            {
                foreach (Contender contender in RoundOrder.Of(contenders, round).Where(contender => !contender.IsSingle || connections == 1))
                {
                    LoadResult load = Load(contender, connections, options.Duration, cancellationToken);
                    WrkFigures? observed = wrk is null ? null : await wrk.MeasureAsync(contender, connections, options.Duration, cancellationToken);
                    samples.Add(new PeerSample(contender, connections, round, load, observed));
                }
            }
        }

        return samples;
    }

    private LoadResult Load(Contender contender, int connections, TimeSpan duration, CancellationToken cancellationToken) =>
        (Measure ?? Generate)(contender, connections, duration, cancellationToken);

    private LoadResult Generate(Contender contender, int connections, TimeSpan duration, CancellationToken cancellationToken)
    {
        using LoadGenerator generator = new(contender.EndPoint, connections, options.Timeout);
        LoadRequest request = contender.Request.Expecting(bodyBytes);
        LoadResult warmup = generator.Run(request, options.WarmupTime, cancellationToken);
        LoadResult timed = generator.Run(request, duration, cancellationToken);
        timed.AddFailures(warmup);
        return timed;
    }
}
