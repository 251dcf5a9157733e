using PerfRunner.Building;
using PerfRunner.Cli;
using PerfRunner.Controls;
using PerfRunner.Flavors;
using PerfRunner.Results;
using PerfRunner.Running;
using PerfRunner.Tracing;

namespace PerfRunner.Variants;

/// <summary>What is compared after the cases, each time behind a proxy of its own.</summary>
internal sealed class VariantRuns(RunnerOptions options, RunFiles files, ProxyLauncher launcher, IRunReporter reporter)
{
    private FlavorBuilds? _builds;

    /// <summary>Before anything is measured: a machine that has just compiled is a hot one, and what does not compile is found early.</summary>
    /// <exception cref="RunnerException">Something does not compile, or there is no repository.</exception>
    public async Task BuildAsync(CancellationToken cancellationToken)
    {
        if (options.Flavors.Count == 0 && !options.Controls)
        {
            return;
        }

        if (files.Repository is null)
        {
            throw new RunnerException(RunnerExitCode.Usage, "--flavors and --controls compare the repository's own services: run inside the repository");
        }

        FlavorBuilder builder = new(files.Repository, reporter);
        try
        {
            _builds = await builder.BuildAsync(options.Flavors, IsBuilt, cancellationToken);
            if (options.Controls)
            {
                await builder.BuildAsync([BuildFlavor.Jit], IsBuilt, cancellationToken);
            }
        }
        catch (BuildException exception)
        {
            throw new RunnerException(RunnerExitCode.Unavailable, exception.Message, exception);
        }

        // The cases' own builds come before
        bool IsBuilt(BuildFlavor flavor) => options.NoBuild || (flavor == BuildFlavor.Jit && files.IsRepositoryManifest);
    }

    public async Task<(FlavorReport? Flavors, ControlReport? Controls)> MeasureAsync(RunTracing tracing, CancellationToken cancellationToken)
    {
        FlavorReport? flavors = options.Flavors.Count == 0
            ? null
            : await new FlavorBenchmark(options, reporter, tracing)
                .RunAsync(_builds!, files.RepositoryManifest!, launcher.StartAsync, files.Proxy!, cancellationToken);
        ControlReport? controls = options.Controls
            ? await new ControlBenchmark(
                options, reporter, tracing, launcher.StartAsync, controls => ControlManifest.Of(controls, files.RepositoryManifest!, files.Repository!))
                .RunAsync(cancellationToken)
            : null;
        return (flavors, controls);
    }

    /// <summary>Leaving something out is no failure.</summary>
    public static bool Succeeded(RunReport report) =>
        (report.Flavors is not { } flavors
            || (flavors.BrokenOffBecause is null && flavors.Programs.All(program => program.ColdErrors + program.Warm.Errors == 0)))
        && (report.Controls is not { } controls
            || (controls.BrokenOffBecause is null && controls.Loads.SelectMany(load => load.Controls).All(control => control.Warm.Errors == 0)));
}
