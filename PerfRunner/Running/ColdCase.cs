using LocalLambdas.Admin;
using PerfRunner.Cli;
using PerfRunner.Hops;
using PerfRunner.Load;
using PerfRunner.Planning;
using PerfRunner.Programs;
using PerfRunner.Proxying;
using PerfRunner.Results;
using PerfRunner.Sampling;
using PerfRunner.Tracing;

namespace PerfRunner.Running;

/// <summary>
/// Measures requests that start their lambda. The connection to the proxy is open before: what is measured is the start of
/// the lambda and its answer, not the proxy's accept.
/// </summary>
internal sealed class ColdCase(MeasuredProxy proxy, RunnerOptions options, IRunReporter reporter, RunTracing tracing)
{
    private readonly LoadResult _load = new();
    private readonly List<ColdStartSample> _starts = [];
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

        // Not counted: the proxy compiles its own code for starting a process when it does so for the first time.
        reporter.CaseProgress("starting once, uncounted");
        Exchange first = await StartAsync(planned.LambdaId!, connection, timed, isCounted: false, cancellationToken);
        if (first.Error is not null)
        {
            _load.Count(first);
        }

        FailureStreak failures = default;
        for (int done = 0; done < options.ColdStarts && !failures.IsOver; done++)
        {
            reporter.CaseProgress($"cold start {done + 1} of {options.ColdStarts}");
            Exchange exchange = await StartAsync(planned.LambdaId!, connection, timed, isCounted: true, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            _load.Count(exchange);
            _hops.Add(exchange);
            failures.Count(exchange);
        }

        if (tracing.IsOn && _load.Errors == 0)
        {
            await TraceAsync(planned.LambdaId!, connection, request, cancellationToken);
        }

        return CaseResultFactory.Cold(
            planned, _load, _starts, _proxyMeter.Figures(_starts.Count), _serviceMeter.Figures(_starts.Count), _hops);
    }

    /// <summary>Starts beside the timed ones: a process that has just begun compiles what records its spans while it answers.</summary>
    private async Task TraceAsync(string lambda, LoadConnection connection, LoadRequest request, CancellationToken cancellationToken)
    {
        LoadResult traced = new();
        for (int done = 0; done < Math.Min(options.ColdStarts, RunTracing.SamplesPerCase); done++)
        {
            await proxy.Admin!.StopAsync(lambda, cancellationToken);
            traced.Count(tracing.Send(connection, request));
            cancellationToken.ThrowIfCancellationRequested();
        }

        _load.AddFailures(traced);
        tracing.Flush();
    }

    private async Task<Exchange> StartAsync(
        string lambda, LoadConnection connection, LoadRequest request, bool isCounted, CancellationToken cancellationToken)
    {
        AdminClient admin = proxy.Admin!;

        // The last process that it knows of, also when it says that none runs: the operating system is asked about it.
        int? previousPid = (await admin.GetAsync(lambda, cancellationToken)).LastStart?.Pid;
        LambdaStatus stopped = await admin.StopAsync(lambda, cancellationToken);
        if (!ColdStartEvidence.IsGone(stopped, previousPid, ProcessExists))
        {
            return Exchange.NotSent(RequestError.NotCold);
        }

        int proxyId = proxy.Status!.Proxy.Pid;
        connection.TryOpen();
        ProcessSample? proxyBefore = ProcessSampler.Read(proxyId);
        DateTimeOffset sentAt = DateTimeOffset.UtcNow;
        Exchange exchange = connection.Send(request);
        ProcessSample? proxyAfter = ProcessSampler.Read(proxyId);
        if (exchange.Error is not null)
        {
            return exchange;
        }

        LambdaStatus answered = await admin.GetAsync(lambda, cancellationToken);
        if (ColdStartEvidence.StartOf(sentAt, previousPid, stopped, answered) is not { } start)
        {
            return exchange with { Error = RequestError.NotCold };
        }

        if (!isCounted)
        {
            return exchange;
        }

        _proxyMeter.Add(proxyBefore, proxyAfter);
        _serviceMeter.Add(null, ProcessSampler.Read(start.Pid));
        _starts.Add(new ColdStartSample(
            sentAt,
            start.StartedAt,
            start.Pid,
            exchange.Microseconds,
            start.Phases.SpawnMicroseconds,
            start.Phases.AcceptMicroseconds!.Value,
            start.Phases.FirstAnswerMicroseconds!.Value));
        return exchange;
    }
}
