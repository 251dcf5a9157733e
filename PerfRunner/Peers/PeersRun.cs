using System.Diagnostics;
using PerfRunner.Environments;
using PerfRunner.Peers.Checking;
using PerfRunner.Peers.Cold;
using PerfRunner.Peers.Measuring;
using PerfRunner.Peers.Results;
using PerfRunner.Peers.Starting;
using PerfRunner.Peers.Targets;
using PerfRunner.Results;

namespace PerfRunner.Peers;

/// <summary>One comparison, from nothing running to a report with nothing running.</summary>
internal sealed class PeersRun(PeersOptions options, string repository, Action<string> tell)
{
    /// <exception cref="PeerException">There is nothing to compare with.</exception>
    public async Task<PeersReport> RunAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset startedAt = DateTimeOffset.UtcNow;
        long start = Stopwatch.GetTimestamp();

        // Before the builds, whose load would be taken for the machine's.
        EnvironmentInfo environment = EnvironmentCollector.Collect();
        await using SiteStart siteStart = new(options, repository, tell);
        PeerSite site = await siteStart.StartAsync(cancellationToken);
        await using PeerGroup group = new(new AnswerCheck(AnswerText.WithoutTime(site.Body.Span)), tell);
        await group.StartAsync([new LocalLambdasPeer(), .. Selected()], site, options.Cases, cancellationToken);

        Wrk? wrk = options.Observer ? Wrk.Find() : null;
        IReadOnlyList<PeerSample> samples = await new PeerRounds(options, site.Body.Length, wrk, tell).RunAsync(group.Contenders, cancellationToken);
        IReadOnlyList<Participant> participants = await new ResidentMemory(Task.Delay).ReadAsync(group.Running, cancellationToken);
        await group.VerifyAsync(cancellationToken);

        IColdStart[] starts = [.. group.Running.SelectMany(peer => peer.ColdStarts)];
        IReadOnlyList<ColdSample> coldSamples = site.HasCold ? await new PeerColdRounds(options, tell).RunAsync(starts, cancellationToken) : [];
        IReadOnlyList<ColdRow> cold = ColdTable.Rows(coldSamples);
        IReadOnlyList<LoadedService> services = site.HasCold ? await LoadAsync(starts, cancellationToken) : [];
        PeerSample[] good = [.. samples.Where(sample => group.Contenders.Contains(sample.Contender))];
        return new PeersReport
        {
            StartedAt = startedAt,
            DurationSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds,
            Environment = environment,
            Settings = new PeersSettings
            {
                Cases = [.. options.Cases.Select(PeerCases.NameOf)],
                Connections = options.Connections,
                PipeConnections = options.PipeConnections,
                Services = PeerService.NameOf(options.Services),
                Rounds = options.Rounds,
                Seconds = options.Duration.TotalSeconds,
                ColdStarts = options.ColdStarts,
                BodyBytes = site.Body.Length,
                Observer = wrk is null ? null : await wrk.VersionAsync(cancellationToken),
            },
            Participants = participants,
            LeftOut = [.. group.LeftOut, .. options.Observer && wrk is null ? [new LeftOut(Wrk.Name, RequiredProgram.Missing(Wrk.Name))] : Array.Empty<LeftOut>()],
            Cases = [.. Warm().Select(one => PeerTable.Case(one, good))],
            Cold = cold,
            Services = services,
            Comparisons = ComparisonTable.Of(options, new PeerFigures(good)),
            Targets = TargetTable.Of(options, new PeerFigures(good), cold, participants, services),
        };
    }

    private static async Task<IReadOnlyList<LoadedService>> LoadAsync(IColdStart[] starts, CancellationToken cancellationToken)
    {
        List<LoadedService> services = [];
        foreach (ProxyColdStart start in starts.OfType<ProxyColdStart>().Where(start => !start.HasSpare))
        {
            services.Add(await start.LoadAsync(cancellationToken));
        }

        return services;
    }

    private IEnumerable<IPeer> Selected() => AllPeers.Instances.Where(peer => options.Peers.Contains(peer.Name));

    private IEnumerable<PeerCase> Warm() => options.Cases.Where(one => one != PeerCase.Cold);
}
