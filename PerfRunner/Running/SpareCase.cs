using PerfRunner.Cli;
using PerfRunner.Planning;
using PerfRunner.Tracing;
using PerfRunner.Variants;

namespace PerfRunner.Running;

/// <summary>
/// Measures requests that take a spare: behind a proxy of its own whose lambda has one, since with spares no start of the other cases would
/// be cold; or behind the one at --url.
/// </summary>
internal sealed class SpareCase(RunnerOptions options, RunFiles files, ProxyLauncher launcher, IRunReporter reporter, RunTracing tracing)
{
    /// <param name="proxy">That of the other cases.</param>
    public async Task<MeasuredCase> RunAsync(MeasuredProxy proxy, PlannedCase planned, CancellationToken cancellationToken)
    {
        if (options.Url is not null)
        {
            return await MeasureAsync(proxy, planned, cancellationToken);
        }

        using VariantManifest manifest = SpareManifest.Of(files.Manifest!, planned.LambdaId!);
        await using MeasuredProxy own = await launcher.StartAsync(manifest.File, cancellationToken);
        return await MeasureAsync(own, planned, cancellationToken);
    }

    private Task<MeasuredCase> MeasureAsync(MeasuredProxy proxy, PlannedCase planned, CancellationToken cancellationToken) =>
        new ColdCase(proxy, options, reporter, tracing).RunAsync(planned, cancellationToken);
}
