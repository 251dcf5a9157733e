using PerfRunner.Cli;
using PerfRunner.Load;
using PerfRunner.Results;
using PerfRunner.Running;
using PerfRunner.Statistics;

namespace PerfRunner.Tracing;

/// <summary>
/// Measures a warm case with every request traced and with none, block after block in turns, so that what changes on the machine
/// meanwhile changes both.
/// </summary>
internal sealed class TracingCostCase(MeasuredProxy proxy, RunnerOptions options, RunTracing tracing)
{
    /// <summary>Two hundred suffice for a median, and the exporters' queues hold the spans of so many.</summary>
    private const int MaxRequests = 200;

    private const int Blocks = 10;

    public TimeSpan MinWarmupTime { get; init; } = Warmup.MinTime;

    /// <returns>The cost, null when a request failed; and all requests that were sent.</returns>
    public (TracingCost? Cost, LoadResult Load) Measure(LoadRequest request, CancellationToken cancellationToken)
    {
        using LoadConnection connection = new(proxy.EndPoint, options.Timeout);
        using CancellationTokenRegistration abort = cancellationToken.Register(connection.Abort);
        LoadRequest unsampled = tracing.Unsampled(request);
        LoadResult with = new();
        LoadResult without = new();
        int requests = Math.Min(options.Requests, MaxRequests);

        // The cold cases have started the services anew.
        LoadResult warmup = Warmup.Run(options.Warmup, MinWarmupTime, count => Send(count, new LoadResult(), Untraced));
        Send(Math.Min(options.Warmup, MaxRequests), warmup, Traced);
        for (int block = 0; block < Blocks && warmup.Errors + with.Errors + without.Errors == 0; block++)
        {
            int count = (requests * (block + 1) / Blocks) - (requests * block / Blocks);
            Send(count, with, Traced);
            Send(count, without, Untraced);
        }

        tracing.Flush();
        LoadResult all = new();
        Array.ForEach([warmup, with, without], all.Add);
        return (all.Errors == 0 ? Compare(with, without) : null, all);

        Exchange Traced() => tracing.Send(connection, request);

        Exchange Untraced() => connection.Send(unsampled);

        LoadResult Send(int count, LoadResult result, Func<Exchange> send)
        {
            new LoadWorker(send).Run(new RequestCountdown(count), exchange => result.Count(exchange), cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            return result;
        }
    }

    private static TracingCost Compare(LoadResult with, LoadResult without)
    {
        double p50With = LatencySummary.From(with.Latencies)!.P50;
        double p50Without = LatencySummary.From(without.Latencies)!.P50;
        return new TracingCost(with.Requests, p50With, p50Without, p50With / p50Without);
    }
}
