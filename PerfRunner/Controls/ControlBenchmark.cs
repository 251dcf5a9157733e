using PerfRunner.Cli;
using PerfRunner.Load;
using PerfRunner.Results;
using PerfRunner.Running;
using PerfRunner.Tracing;
using PerfRunner.Variants;

namespace PerfRunner.Controls;

/// <summary>Measures the same handler behind each protocol and transport that the proxy can do.</summary>
/// <param name="start">Starts the proxy with a manifest.</param>
/// <param name="manifestOf">Generates the manifest of some controls.</param>
internal sealed class ControlBenchmark(
    RunnerOptions options,
    IRunReporter reporter,
    RunTracing tracing,
    Func<string, CancellationToken, Task<MeasuredProxy>> start,
    Func<IEnumerable<ControlDefinition>, VariantManifest> manifestOf)
{
    public TimeSpan MinWarmupTime { get; init; } = Warmup.MinTime;

    public async Task<ControlReport> RunAsync(CancellationToken cancellationToken)
    {
        List<ControlLeftOut> leftOut = [];
        ControlReport report = new() { Rounds = WarmRounds.Rounds, Loads = [], LeftOut = leftOut };
        try
        {
            IReadOnlyList<ControlDefinition> controls = await FindAsync(leftOut, cancellationToken);
            return controls.Count == 0 ? report : report with { Loads = await MeasureAsync(controls, cancellationToken) };
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // What has been measured before must not be lost. The run fails all the same.
            return report with { BrokenOffBecause = exception.Message };
        }
    }

    /// <summary>The proxy alone knows what it can do: where it refuses all together, it is asked with one after the other.</summary>
    private async Task<IReadOnlyList<ControlDefinition>> FindAsync(List<ControlLeftOut> leftOut, CancellationToken cancellationToken)
    {
        if (await RefusalAsync(ControlDefinition.All, cancellationToken) is null)
        {
            return ControlDefinition.All;
        }

        List<ControlDefinition> possible = [];
        foreach (ControlDefinition control in ControlDefinition.All)
        {
            if (await RefusalAsync([control], cancellationToken) is not { } because)
            {
                possible.Add(control);
                continue;
            }

            leftOut.Add(new ControlLeftOut(control.Name, because));
            reporter.Stage($"{control.Name} is left out: {because}");
        }

        return possible;
    }

    /// <returns>Null when the proxy starts with them.</returns>
    private async Task<string?> RefusalAsync(IEnumerable<ControlDefinition> controls, CancellationToken cancellationToken)
    {
        try
        {
            using VariantManifest manifest = manifestOf(controls);
            await using MeasuredProxy proxy = await start(manifest.File, cancellationToken);
            return null;
        }
        catch (RunnerException exception)
        {
            return exception.Message;
        }
    }

    private async Task<IReadOnlyList<ControlLoad>> MeasureAsync(IReadOnlyList<ControlDefinition> controls, CancellationToken cancellationToken)
    {
        using VariantManifest manifest = manifestOf(controls);
        await using MeasuredProxy proxy = await start(manifest.File, cancellationToken);
        WarmRounds rounds = new(proxy, options, tracing) { MinWarmupTime = MinWarmupTime };
        List<ControlLoad> loads = [];
        foreach (int connections in ((int[])[1, options.Connections]).Distinct())
        {
            reporter.Stage(
                $"Controls: {WarmRounds.Rounds} rounds of {options.Requests} requests of each of {string.Join(", ", controls.Select(control => control.Name))}, connections: {connections}");
            loads.Add(Load(controls, rounds.Run([.. controls.Select(control => control.Variant)], connections, cancellationToken), connections));
        }

        return loads;
    }

    private static ControlLoad Load(IReadOnlyList<ControlDefinition> controls, IReadOnlyList<WarmVariant> measured, int connections)
    {
        ControlResult[] results = [.. controls.Zip(measured, (control, warm) =>
            new ControlResult(control.Name, control.Protocol, control.Transport, warm.ToResult(), RatioToHttpTcp: null))];
        Dictionary<string, double> medians = ControlEffects.Medians(results);
        double? reference = medians.TryGetValue(ControlDefinition.HttpTcp, out double median) ? median : null;
        return new ControlLoad(
            connections,
            [.. results.Select(result => result with { RatioToHttpTcp = medians.TryGetValue(result.Name, out double own) ? own / reference : null })],
            ControlEffects.From(results));
    }
}
