using PerfRunner.Cli;
using PerfRunner.Load;
using PerfRunner.Results;
using PerfRunner.Running;
using PerfRunner.Statistics;
using PerfRunner.Tracing;

namespace PerfRunner.Variants;

/// <summary>
/// Measures running lambdas in turns, round after round, so that what changes on the machine meanwhile changes all of them. Every other round
/// goes backwards: nobody always comes after the same one.
/// </summary>
internal sealed class WarmRounds(MeasuredProxy proxy, RunnerOptions options, RunTracing tracing)
{
    public const int Rounds = 10;

    /// <summary>Untimed, at the begin of each turn: the others have had the processor and its caches meanwhile.</summary>
    private const int MaxSettlingRequests = 200;

    public TimeSpan MinWarmupTime { get; init; } = Warmup.MinTime;

    /// <summary>Blocks until all is done.</summary>
    public IReadOnlyList<WarmVariant> Run(IReadOnlyList<Variant> variants, int connections, CancellationToken cancellationToken)
    {
        List<Turn> turns = [];
        try
        {
            foreach (Variant variant in variants)
            {
                LoadRequest request = tracing.Unsampled(LoadRequest.Get(proxy.Url, variant.Path, CacheExpectation.MustNotHit));
                Turn turn = new(new LoadGenerator(proxy.EndPoint, connections, options.Timeout), request);
                turns.Add(turn);
                turn.WarmUp(Math.Max(options.Warmup, 1), options.Warmup > 0 ? MinWarmupTime : TimeSpan.Zero, cancellationToken);
            }

            for (int round = 0; round < Rounds; round++)
            {
                foreach (Turn turn in round % 2 == 0 ? turns : turns.AsEnumerable().Reverse())
                {
                    turn.Take(Math.Min(options.Warmup, MaxSettlingRequests), options.Requests, cancellationToken);
                }
            }

            return [.. turns.Select(turn => turn.Result)];
        }
        finally
        {
            turns.ForEach(turn => turn.Dispose());
        }
    }

    private sealed class Turn(LoadGenerator generator, LoadRequest request) : IDisposable
    {
        private readonly LoadResult _load = new();
        private readonly List<double> _medians = [];
        private bool _isOut;

        public WarmVariant Result => new(_load, _medians);

        public void WarmUp(int requests, TimeSpan minTime, CancellationToken cancellationToken) =>
            AddUntimed(Warmup.Run(requests, minTime, count => generator.Run(request, count, cancellationToken)));

        /// <summary>One that has failed takes no more turns: its errors are told, and its time is the others'.</summary>
        public void Take(int settling, int requests, CancellationToken cancellationToken)
        {
            if (_isOut)
            {
                return;
            }

            AddUntimed(generator.Run(request, settling, cancellationToken));
            if (_isOut)
            {
                return;
            }

            LoadResult round = generator.Run(request, requests, cancellationToken);
            _load.Add(round);
            _isOut = round.Errors > 0;
            if (LatencySummary.From(round.Latencies) is { } latencies)
            {
                _medians.Add(latencies.P50);
            }
        }

        public void Dispose() => generator.Dispose();

        private void AddUntimed(LoadResult untimed)
        {
            _load.AddFailures(untimed);
            _isOut = untimed.Errors > 0;
        }
    }
}

/// <param name="Load">Of all rounds.</param>
/// <param name="RoundMedians">In microseconds, one a round.</param>
internal sealed record WarmVariant(LoadResult Load, IReadOnlyList<double> RoundMedians)
{
    public WarmRoundsResult ToResult() => new()
    {
        Requests = Load.Requests,
        Errors = Load.Errors,
        ErrorsByKind = Load.ErrorsByKind,
        LatencyMicroseconds = LatencySummary.From(Load.Latencies),
        LowestRoundP50Microseconds = RoundMedians.Count == 0 ? null : RoundMedians.Min(),
        HighestRoundP50Microseconds = RoundMedians.Count == 0 ? null : RoundMedians.Max(),
    };
}
