using PerfRunner.Load;
using PerfRunner.Peers.Measuring;

namespace PerfRunner.Peers.Cold;

/// <summary>Measures cold starts by turns: one of each way a round, each when what the one before has left is quiet.</summary>
internal sealed class PeerColdRounds(PeersOptions options, Action<string> tell)
{
    public QuietProcesses Quiet { get; init; } = new();

    /// <returns>Of a way that fails in a row only the first failures.</returns>
    public async Task<IReadOnlyList<ColdSample>> RunAsync(IReadOnlyList<IColdStart> starts, CancellationToken cancellationToken)
    {
        List<ColdSample> samples = [];
        Dictionary<IColdStart, FailureStreak> failures = starts.ToDictionary(start => start, _ => default(FailureStreak));

        // The first of each is not counted: it reads the program from disk, and compiles the code that starts it.
        for (int round = -1; round < options.ColdStarts; round++)
        {
            tell(round < 0 ? $"Starting each once, uncounted: {string.Join(", ", starts.Select(start => start.Name))}" : $"Cold start {round + 1} of {options.ColdStarts}");
            foreach (IColdStart start in RoundOrder.Of(starts, Math.Max(round, 0)).Where(start => !failures[start].IsOver))
            {
                Exchange exchange = await start.StartAsync(cancellationToken);
                cancellationToken.ThrowIfCancellationRequested();
                await Quiet.WaitAsync(start.LeavesNew, cancellationToken);
                FailureStreak streak = failures[start];
                streak.Count(exchange);
                failures[start] = streak;
                if (round >= 0 || exchange.Error is not null)
                {
                    samples.Add(new ColdSample(start, exchange, start.LastPhases));
                }
            }
        }

        return samples;
    }
}
