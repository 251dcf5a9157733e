using PerfRunner.Cli;
using PerfRunner.Planning;
using PerfRunner.Results;

namespace PerfRunner.Running;

/// <summary>Runs a plan, case after case. What goes wrong in one leaves the others measured.</summary>
internal sealed class BenchmarkRunner(MeasuredProxy proxy, RunnerOptions options, IRunReporter reporter)
{
    public Func<PlannedCase, CancellationToken, Task<MeasuredCase>> MeasureCase { get; init; } = (planned, cancellationToken) =>
        planned.Definition.IsCold
            ? new ColdCase(proxy, options, reporter).RunAsync(planned, cancellationToken)
            : new WarmCase(proxy, options, reporter).RunAsync(planned, cancellationToken);

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

        return new BenchmarkRun(results, warnings, allFinished);
    }
}
