using PerfRunner.Building;
using PerfRunner.Peers;
using PerfRunner.Peers.Cold;
using PerfRunner.Peers.Measuring;
using PerfRunner.Peers.Results;
using PerfRunner.Peers.Starting;
using PerfRunner.Peers.Targets;
using PerfRunner.Tests.Export;
using PerfRunner.Tests.Peers.Cold;

namespace PerfRunner.Tests.Peers;

/// <summary>A comparison that nobody made: local_lambdas takes 100 µs, nginx 130, 110 and 150, the program in C 80, 50 and 100, YARP fails.</summary>
internal static class SamplePeersReport
{
    private static readonly PeersOptions Options = new() { Connections = [16], PipeConnections = [], Rounds = 3, ColdStarts = 2 };

    public static PeersReport Of(params IReadOnlyList<LeftOut> leftOut)
    {
        IReadOnlyList<PeerSample> samples =
        [
            .. Rounds(SampleContender.Of(LocalLambdasPeer.HttpName, PeerCase.Http), [100, 100, 100]),
            .. Rounds(SampleContender.Of("nginx-tcp", PeerCase.Http), [130, 110, 150]),
            .. Rounds(SampleContender.Of(CFloorPeer.TcpName, PeerCase.Http), [80, 50, 100]),
            .. Rounds(SampleContender.Of("yarp", PeerCase.Http), [150, 150, 150], errors: 1),
        ];
        IReadOnlyList<ColdRow> cold = ColdTable.Rows(
        [
            .. Starts(new FakeColdStart("direct-pipe-jit", _ => 40)),
            .. Starts(new FakeColdStart("local-lambdas-pipe-jit", _ => 42) { Phases = _ => new(1000, 30_000, 5000, 20_000, 8000) }),
            .. Starts(new FakeColdStart("local-lambdas-pipe-aot", _ => null, BuildFlavor.Aot)),
        ]);
        IReadOnlyList<Participant> participants = [new(LocalLambdasPeer.PeerName, LocalLambdasPeer.AotVersion, "cache on", 19_000_000, 17_000_000), new("direct", "none", "no proxy", null, null)];
        IReadOnlyList<LoadedService> services = [new("PipeService", "aot", 1000, 0, 7_000_000), new("HttpService", "aot", 1000, 1, null)];
        return new PeersReport
        {
            StartedAt = SampleReport.Mixed.StartedAt,
            DurationSeconds = 60,
            Environment = SampleReport.Mixed.Environment,
            Settings = new PeersSettings
            {
                Cases = ["http", "cold"],
                Connections = Options.Connections,
                PipeConnections = Options.PipeConnections,
                Services = "aot",
                Rounds = Options.Rounds,
                Seconds = 0.5,
                ColdStarts = Options.ColdStarts,
                BodyBytes = 128,
                Observer = "wrk 4.1.0",
            },
            Participants = participants,
            LeftOut = leftOut,
            Cases = [PeerTable.Case(PeerCase.Http, samples)],
            Cold = cold,
            Services = services,
            Comparisons = ComparisonTable.Of(Options with { Cases = [PeerCase.Http] }, new PeerFigures(samples)),
            Targets = TargetTable.Of(Options with { Cases = [PeerCase.Http, PeerCase.Cold] }, new PeerFigures(samples), cold, participants, services),
        };
    }

    private static IEnumerable<PeerSample> Rounds(Contender contender, double[] microseconds, int errors = 0) => microseconds.Select((latency, round) =>
        SampleContender.Sample(contender, round, latency, connections: 16, errors: errors, observed: new WrkFigures(1e6 / latency, latency, errors)));

    private static IEnumerable<ColdSample> Starts(FakeColdStart start) =>
        Enumerable.Range(0, Options.ColdStarts).Select(_ => new ColdSample(start, start.StartAsync(CancellationToken.None).Result, ((IColdStart)start).LastPhases));
}
