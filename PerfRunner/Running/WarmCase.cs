using PerfRunner.Cli;
using PerfRunner.Hops;
using PerfRunner.Load;
using PerfRunner.Planning;
using PerfRunner.Results;
using PerfRunner.Sampling;
using PerfRunner.Tracing;

namespace PerfRunner.Running;

/// <summary>Measures a lambda that runs, or the cache in front of it.</summary>
internal sealed class WarmCase(MeasuredProxy proxy, RunnerOptions options, IRunReporter reporter, RunTracing tracing)
{
    public TimeSpan MinWarmupTime { get; init; } = Warmup.MinTime;

    public async Task<MeasuredCase> RunAsync(PlannedCase planned, CancellationToken cancellationToken)
    {
        if (planned.Definition.IsCached)
        {
            Exchange filled = FillCache(Cacheable(planned.PathAndQuery), cancellationToken);
            if (filled.Error is not null)
            {
                LoadResult failed = new();
                failed.Count(filled);
                return CaseResultFactory.Warm(planned, failed, null, null, new HopRecorder());
            }

            // A proxy with an admin endpoint says so: when it does not, that is a failure, and it is measured as one.
            if (filled.Cache == CacheState.Unknown && proxy.Admin is null)
            {
                return CaseResultFactory.Skipped(
                    planned.Definition, "the proxy does not say whether an answer came from its cache (no Cache-Status header)");
            }
        }

        return await MeasureAsync(planned, RequestOf(planned), cancellationToken);
    }

    private LoadRequest RequestOf(PlannedCase planned) => planned.Definition.IsCached
        ? LoadRequest.Get(proxy.Url, Cacheable(planned.PathAndQuery), CacheExpectation.MustHit)
        : LoadRequest.Get(proxy.Url, planned.PathAndQuery, CacheExpectation.MustNotHit);

    private static string Cacheable(string path) => path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "max-age=3600";

    private static ProcessSample? Sample(int? processId) => processId is { } id ? ProcessSampler.Read(id) : null;

    /// <returns>The request after the one that fills; or that one, when it fails.</returns>
    private Exchange FillCache(string path, CancellationToken cancellationToken)
    {
        using LoadConnection connection = new(proxy.EndPoint, options.Timeout);
        using CancellationTokenRegistration abort = cancellationToken.Register(connection.Abort);
        LoadRequest request = tracing.Unsampled(LoadRequest.Get(proxy.Url, path, CacheExpectation.None));
        Exchange fill = connection.Send(request);
        Exchange check = fill.Error is null ? connection.Send(request) : fill;
        cancellationToken.ThrowIfCancellationRequested();
        return check;
    }

    private async Task<MeasuredCase> MeasureAsync(PlannedCase planned, LoadRequest request, CancellationToken cancellationToken)
    {
        using LoadGenerator generator = new(proxy.EndPoint, options.Connections, options.Timeout);
        reporter.CaseProgress("warming up");
        LoadRequest timedRequest = tracing.Unsampled(request);

        // One at least, also when no warm-up is wanted: a warm case's first request may start the lambda, which the cold cases measure.
        int warmupRequests = Math.Max(options.Warmup, 1);
        LoadResult warmup = Warmup.Run(
            warmupRequests, options.Warmup > 0 ? MinWarmupTime : TimeSpan.Zero, requests => generator.Run(timedRequest, requests, cancellationToken));
        if (warmup.Requests < warmupRequests)
        {
            // Every connection has given up: there is nothing to time.
            LoadResult failed = new();
            failed.AddFailures(warmup);
            return CaseResultFactory.Warm(planned, failed, null, null, new HopRecorder());
        }

        int? proxyId = proxy.Status?.Proxy.Pid;
        int? serviceId = planned.LambdaId is { } lambda ? (await proxy.Admin!.GetAsync(lambda, cancellationToken)).Pid : null;
        reporter.CaseProgress($"{options.Requests} requests");

        ProcessSample? proxyBefore = Sample(proxyId);
        ProcessSample? serviceBefore = Sample(serviceId);
        LoadResult timed = generator.Run(timedRequest, options.Requests, cancellationToken);
        ResourceMeter proxyMeter = new();
        ResourceMeter serviceMeter = new();
        proxyMeter.Add(proxyBefore, Sample(proxyId));
        serviceMeter.Add(serviceBefore, Sample(serviceId));

        ProcessFigures? proxyFigures = proxyMeter.Figures(timed.Requests);
        ProcessFigures? serviceFigures = serviceMeter.Figures(timed.Requests);
        UntimedPass pass = new(proxy, options, tracing) { MinWarmupTime = MinWarmupTime };
        if (timed.Errors == 0)
        {
            pass.Run(request, cancellationToken);
        }

        timed.AddFailures(warmup);
        timed.AddFailures(pass.Load);
        return CaseResultFactory.Warm(planned, timed, proxyFigures, serviceFigures, pass.Hops);
    }
}
