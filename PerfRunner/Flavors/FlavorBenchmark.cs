using System.Xml.Linq;
using LocalLambdas.Manifests;
using PerfRunner.Cli;
using PerfRunner.Load;
using PerfRunner.Results;
using PerfRunner.Running;
using PerfRunner.Sampling;
using PerfRunner.Statistics;
using PerfRunner.Tracing;
using PerfRunner.Variants;

namespace PerfRunner.Flavors;

/// <summary>Measures the flavours of both services behind one proxy.</summary>
internal sealed class FlavorBenchmark(RunnerOptions options, IRunReporter reporter, RunTracing tracing)
{
    public TimeSpan MinWarmupTime { get; init; } = Warmup.MinTime;

    /// <param name="manifest">The one that says how each service is spoken with.</param>
    /// <param name="start">Starts the proxy with a manifest.</param>
    public async Task<FlavorReport> RunAsync(
        FlavorBuilds builds, string manifest, Func<string, CancellationToken, Task<MeasuredProxy>> start, string proxyExecutable, CancellationToken cancellationToken)
    {
        FlavorReport report = new()
        {
            Proxy = proxyExecutable,
            Connections = options.Connections,
            Rounds = WarmRounds.Rounds,
            Programs = [],
            LeftOut = builds.LeftOut,
            WebServer = [],
            Runtime = [],
        };
        if (builds.Programs.Count == 0)
        {
            return report;
        }

        try
        {
            using VariantManifest generated = new(ProcessesOf(builds.Programs, manifest));
            await using MeasuredProxy proxy = await start(generated.File, cancellationToken);
            if (proxy.NoAdminBecause is { } reason)
            {
                return report with { BrokenOffBecause = $"a cold start cannot be forced: {reason}" };
            }

            IReadOnlyList<FlavorResult> programs = await MeasureAsync(builds.Programs, proxy, cancellationToken);
            return report with
            {
                Programs = programs,
                WebServer = FlavorDifferences.OfWebServer(programs),
                Runtime = FlavorDifferences.OfRuntime(programs),
            };
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The five cases have been measured: their report must not be lost. The run fails all the same.
            return report with { BrokenOffBecause = exception.Message };
        }
    }

    private static IEnumerable<XElement> ProcessesOf(IReadOnlyList<FlavorProgram> programs, string manifest)
    {
        foreach (IGrouping<CommunicationMode, FlavorProgram> service in programs.GroupBy(program => program.Service))
        {
            ServiceTemplate template = ServiceTemplate.Read(manifest, ServiceProject.Of(service.Key));
            foreach (FlavorProgram program in service)
            {
                yield return template.Copy(program.Variant, program.Executable);
            }
        }
    }

    private async Task<IReadOnlyList<FlavorResult>> MeasureAsync(
        IReadOnlyList<FlavorProgram> programs, MeasuredProxy proxy, CancellationToken cancellationToken)
    {
        Variant[] variants = [.. programs.Select(program => program.Variant)];
        reporter.Stage($"Flavours: {options.ColdStarts} rounds of cold starts of {string.Join(", ", variants.Select(variant => variant.Id))}");
        IReadOnlyList<ColdVariant> cold = await new ColdRounds(proxy, options, tracing).RunAsync(variants, cancellationToken);

        reporter.Stage($"Flavours: {WarmRounds.Rounds} rounds of {options.Requests} requests each");
        IReadOnlyList<WarmVariant> warm = new WarmRounds(proxy, options, tracing) { MinWarmupTime = MinWarmupTime }
            .Run(variants, options.Connections, cancellationToken);

        List<FlavorResult> results = [];
        foreach ((int index, FlavorProgram program) in programs.Index())
        {
            int? pid = (await proxy.Admin!.GetAsync(program.Variant.Id, cancellationToken)).Pid;
            results.Add(new FlavorResult
            {
                Service = program.Service,
                Flavor = program.Flavor,
                Executable = program.Executable,
                SizeBytes = ProgramSize.Of(program.Executable),
                ColdErrors = cold[index].Errors,
                ColdStartMicroseconds = LatencySummary.From(cold[index].Microseconds),
                Warm = warm[index].ToResult(),
                ResidentBytes = pid is { } running ? ProcessSampler.Read(running)?.ResidentBytes : null,
                ProportionalBytes = pid is { } process ? ProportionalMemory.Read(process) : null,
            });
        }

        return results;
    }
}
