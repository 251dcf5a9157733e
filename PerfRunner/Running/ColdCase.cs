using PerfRunner.Cli;
using PerfRunner.Hops;
using PerfRunner.Load;
using PerfRunner.Planning;
using PerfRunner.Programs;
using PerfRunner.Tracing;

namespace PerfRunner.Running;

/// <summary>
/// Measures requests that start their lambda, or take a spare of it. The connection to the proxy is open before: what is measured is the start
/// of the lambda and its answer, not the proxy's accept.
/// </summary>
internal sealed class ColdCase(MeasuredProxy proxy, RunnerOptions options, IRunReporter reporter, RunTracing tracing)
{
    private readonly LoadResult _load = new();
    private readonly List<ColdExchange> _starts = [];
    private readonly HopRecorder _hops = new();
    private readonly ResourceMeter _proxyMeter = new();
    private readonly ResourceMeter _serviceMeter = new();

    public Func<int, bool> ProcessExists { get; init; } = ProcessSignals.Exists;

    public async Task<MeasuredCase> RunAsync(PlannedCase planned, CancellationToken cancellationToken)
    {
        using LoadConnection connection = new(proxy.EndPoint, options.Timeout);
        await using CancellationTokenRegistration abort = cancellationToken.Register(connection.Abort);
        LoadRequest request = LoadRequest.Get(proxy.Url, planned.PathAndQuery, CacheExpectation.MustNotHit).With(HopRecorder.Header);
        LoadRequest timed = tracing.Unsampled(request);
        ColdRequest cold = new(proxy) { TakesSpare = planned.Definition.IsSpare, ProcessExists = ProcessExists };

        // Not counted: the proxy compiles its own code for starting a process when it does so for the first time.
        reporter.CaseProgress("starting once, uncounted");
        ColdExchange first = await cold.SendAsync(planned.LambdaId!, connection, timed, cancellationToken);
        if (first.Exchange.Error is not null)
        {
            _load.Count(first.Exchange);
        }

        FailureStreak failures = default;
        for (int done = 0; done < options.ColdStarts && !failures.IsOver; done++)
        {
            reporter.CaseProgress($"start {done + 1} of {options.ColdStarts}");
            ColdExchange started = await cold.SendAsync(planned.LambdaId!, connection, timed, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            Count(started);
            failures.Count(started.Exchange);
        }

        if (tracing.IsOn && _load.Errors == 0)
        {
            await TraceAsync(cold, planned.LambdaId!, connection, request, cancellationToken);
        }

        return CaseResultFactory.Cold(
            planned, _load, _starts, _proxyMeter.Figures(_starts.Count), _serviceMeter.Figures(_starts.Count), _hops);
    }

    private void Count(ColdExchange cold)
    {
        _load.Count(cold.Exchange);
        _hops.Add(cold.Exchange);
        if (cold.Start is not null)
        {
            _proxyMeter.Add(cold.ProxyBefore, cold.ProxyAfter);
            _serviceMeter.Add(null, cold.Service);
            _starts.Add(cold);
        }
    }

    /// <summary>Starts beside the timed ones: a process that has just begun compiles what records its spans while it answers.</summary>
    private async Task TraceAsync(ColdRequest cold, string lambda, LoadConnection connection, LoadRequest request, CancellationToken cancellationToken)
    {
        LoadResult traced = new();
        for (int done = 0; done < Math.Min(options.ColdStarts, RunTracing.SamplesPerCase); done++)
        {
            await cold.PrepareAsync(lambda, cancellationToken);
            traced.Count(tracing.Send(connection, request));
            cancellationToken.ThrowIfCancellationRequested();
        }

        _load.AddFailures(traced);
        tracing.Flush();
    }
}
