using PerfRunner.Cli;
using PerfRunner.Load;
using PerfRunner.Running;
using PerfRunner.Tracing;

namespace PerfRunner.Hops;

/// <summary>
/// What follows the timed part of a warm case, on a connection of its own: requests that ask for hop times, and a few that are traced.
/// Neither then weighs on what is timed.
/// </summary>
internal sealed class UntimedPass(MeasuredProxy proxy, RunnerOptions options, RunTracing tracing)
{
    private const int MaxRequests = 100;

    public HopRecorder Hops { get; } = new();

    /// <summary>Holds the failures of the pass, which count like those of the warm-up.</summary>
    public LoadResult Load { get; } = new();

    public TimeSpan MinWarmupTime { get; init; } = Warmup.MinTime;

    public void Run(LoadRequest request, CancellationToken cancellationToken)
    {
        using LoadConnection connection = new(proxy.EndPoint, options.Timeout);
        using CancellationTokenRegistration abort = cancellationToken.Register(connection.Abort);
        LoadRequest asking = tracing.Unsampled(request).With(HopRecorder.Header);
        int requests = Math.Min(options.Requests, MaxRequests);

        // Answering the question is code that has not run before.
        Load.AddFailures(Warmup.Run(options.Warmup, MinWarmupTime, count => Send(count, () => connection.Send(asking))));
        Load.AddFailures(Send(requests, () => connection.Send(asking), Hops.Add));
        if (tracing.IsOn)
        {
            Load.AddFailures(Send(Math.Min(options.Requests, RunTracing.SamplesPerCase), () => tracing.Send(connection, request)));
            tracing.Flush();
        }

        LoadResult Send(int count, Func<Exchange> send, Action<Exchange>? record = null)
        {
            LoadResult result = new();
            new LoadWorker(send).Run(
                new RequestCountdown(count),
                exchange =>
                {
                    result.Count(exchange);
                    record?.Invoke(exchange);
                },
                cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            return result;
        }
    }
}
