using PerfRunner.Cli;
using PerfRunner.Planning;
using PerfRunner.Load;
using PerfRunner.Results;
using PerfRunner.Tracing;

namespace PerfRunner.Running;

/// <summary>Runs a plan, case after case. What goes wrong in one leaves the others measured.</summary>
/// <param name="spares">Measures the case that has spares.</param>
internal sealed class BenchmarkRunner(MeasuredProxy proxy, RunnerOptions options, IRunReporter reporter, RunTracing tracing, SpareCase spares)
{
    public Func<PlannedCase, CancellationToken, Task<MeasuredCase>> MeasureCase { get; init; } = (planned, cancellationToken) => planned.Definition switch
    {
        { IsSpare: true } => spares.RunAsync(proxy, planned, cancellationToken),
        { IsCold: true } => new ColdCase(proxy, options, reporter, tracing).RunAsync(planned, cancellationToken),
        _ => new WarmCase(proxy, options, reporter, tracing).RunAsync(planned, cancellationToken),
    };

    public Func<LoadRequest, CancellationToken, (TracingCost? Cost, LoadResult Load)> MeasureTracing { get; init; } =
        (request, cancellationToken) => new TracingCostCase(proxy, options, tracing).Measure(request, cancellationToken);

    public async Task<BenchmarkRun> RunAsync(RunPlan plan, CancellationToken cancellationToken)
    {
        List<CaseResult> results = [];
        List<Warning> warnings = [];
        bool allFinished = true;
        foreach (PlannedCase planned in plan.Cases)
        {
            reporter.CaseStarting(planned.Definition, results.Count + 1, plan.Cases.Count);
            MeasuredCase measured;
            try
            {
                measured = planned.SkippedBecause is { } reason
                    ? CaseResultFactory.Skipped(planned.Definition, reason)
                    : await MeasureCase(planned, cancellationToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // Whatever it is: it is shown, it makes the run fail, and the next case does not depend on it.
                measured = CaseResultFactory.Skipped(planned.Definition, $"it could not be finished: {exception.Message}");
                allFinished = false;
            }

            results.Add(measured.Result);
            warnings.AddRange(measured.Warnings);
            reporter.CaseFinished(measured.Result);
        }

        if (tracing.IsOn)
        {
            reporter.Stage("Comparing with and without tracing");
            CompareTracing(plan, results, cancellationToken);
        }

        return new BenchmarkRun(results, warnings, allFinished);
    }

    /// <summary>After all cases: the proxy is still exporting the spans of this some seconds later.</summary>
    private void CompareTracing(RunPlan plan, List<CaseResult> results, CancellationToken cancellationToken)
    {
        foreach ((int index, PlannedCase planned) in plan.Cases.Index())
        {
            if (planned.Definition.IsComparedForTracing && results[index] is { Status: CaseStatus.Measured, Errors: 0 } result)
            {
                LoadRequest request = LoadRequest.Get(proxy.Url, planned.PathAndQuery, CacheExpectation.MustNotHit);
                (TracingCost? cost, LoadResult load) = MeasureTracing(request, cancellationToken);
                results[index] = CaseResultFactory.WithFailures(result, load) with { Tracing = cost };
            }
        }
    }
}
