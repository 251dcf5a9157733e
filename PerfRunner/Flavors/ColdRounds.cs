using PerfRunner.Cli;
using PerfRunner.Load;
using PerfRunner.Running;
using PerfRunner.Tracing;
using PerfRunner.Variants;

namespace PerfRunner.Flavors;

/// <summary>Cold starts of several lambdas in turns: each round starts every one of them once, every other round backwards.</summary>
internal sealed class ColdRounds(MeasuredProxy proxy, RunnerOptions options, RunTracing tracing)
{
    /// <returns>In the order of the variants.</returns>
    public async Task<IReadOnlyList<ColdVariant>> RunAsync(IReadOnlyList<Variant> variants, CancellationToken cancellationToken)
    {
        using LoadConnection connection = new(proxy.EndPoint, options.Timeout);
        await using CancellationTokenRegistration abort = cancellationToken.Register(connection.Abort);
        ColdVariant[] results = [.. variants.Select(_ => new ColdVariant())];

        // The first is not counted: files that are read for the first time, and code that the proxy compiles.
        for (int round = 0; round <= options.ColdStarts; round++)
        {
            foreach ((int index, Variant variant) in round % 2 == 0 ? variants.Index() : variants.Index().Reverse())
            {
                // One that has failed takes no more turns: its errors are told, and its time is the others'.
                if (results[index].Errors > 0)
                {
                    continue;
                }

                ColdExchange started = await StartAsync(variant, connection, cancellationToken);
                results[index].Count(started, isCounted: round > 0);
            }
        }

        return results;
    }

    private async Task<ColdExchange> StartAsync(Variant variant, LoadConnection connection, CancellationToken cancellationToken)
    {
        LoadRequest request = tracing.Unsampled(LoadRequest.Get(proxy.Url, variant.Path, CacheExpectation.MustNotHit));
        ColdExchange started = await new ColdRequest(proxy).SendAsync(variant.Id, connection, request, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();

        // Ended before the next one starts: its runtime goes on compiling for a while.
        await proxy.Admin!.StopAsync(variant.Id, cancellationToken);
        return started;
    }
}

/// <summary>The cold starts of one lambda.</summary>
internal sealed class ColdVariant
{
    private readonly List<double> _microseconds = [];

    public IReadOnlyList<double> Microseconds => _microseconds;

    public int Errors { get; private set; }

    public void Count(ColdExchange started, bool isCounted)
    {
        if (started.Start is null)
        {
            Errors++;
        }
        else if (isCounted)
        {
            _microseconds.Add(started.Exchange.Microseconds);
        }
    }
}
