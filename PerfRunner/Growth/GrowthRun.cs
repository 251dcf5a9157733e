using System.Diagnostics;
using PerfRunner.Building;
using PerfRunner.Environments;
using PerfRunner.Growth.Measuring;
using PerfRunner.Growth.Results;
using PerfRunner.Peers;
using PerfRunner.Peers.Starting;
using PerfRunner.Results;

namespace PerfRunner.Growth;

/// <summary>One run, from nothing running to a report with nothing running.</summary>
internal sealed class GrowthRun(GrowthOptions options, string repository, Action<string> tell)
{
    /// <exception cref="PeerException">Something does not come up.</exception>
    public async Task<GrowthReport> RunAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset startedAt = DateTimeOffset.UtcNow;
        long start = Stopwatch.GetTimestamp();
        EnvironmentInfo environment = EnvironmentCollector.Collect();
        await using SiteStart siteStart = new(options.ToPeers(1), repository, tell);
        PeerSite site = await siteStart.StartAsync(cancellationToken);
        tell($"Building {PeerProxy.Project}");
        ProgramBuild build = await site.BuildAsync(PeerProxy.Project, ahead: true, cancellationToken);
        GrowthProxy proxy = new(site, build);

        IReadOnlyList<GrowthRow> routes =
            Has(GrowthPart.Routes) ? await new RouteGrowth(options, proxy, site.Body.Length, tell).MeasureAsync(cancellationToken) : [];
        IReadOnlyList<GrowthRow> idle =
            Has(GrowthPart.Idle) ? await new IdleGrowth(options, proxy, site.Body.Length, tell).MeasureAsync(cancellationToken) : [];
        IReadOnlyList<BodyRow> bodies =
            Has(GrowthPart.Bodies) ? await new BodyGrowth(options, proxy, site.Service, tell).MeasureAsync(cancellationToken) : [];
        return new GrowthReport
        {
            StartedAt = startedAt,
            DurationSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds,
            Environment = environment,
            Settings = new GrowthSettings(
                build.NotAot is null ? $"{build.Flavor}".ToLowerInvariant() : $"{build.Flavor} ({build.NotAot})",
                options.Rounds,
                options.Duration.TotalSeconds,
                site.Body.Length,
                BodyGrowth.Connections),
            Routes = routes,
            Idle = idle,
            Bodies = bodies,
            Targets = [.. GrowthTargets.Of(routes, idle)],
        };
    }

    private bool Has(GrowthPart part) => options.Parts.Contains(part);
}
