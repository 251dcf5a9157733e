using LocalLambdas.Manifests;
using PerfRunner.Building;
using PerfRunner.Controls;
using PerfRunner.Flavors;
using PerfRunner.Results;
using PerfRunner.Statistics;

namespace PerfRunner.Tests.Export;

/// <summary>Comparisons of flavours and of controls as a run could give them, each with something left out and something failed.</summary>
internal static class SampleVariants
{
    private static readonly FlavorResult[] Programs =
    [
        Program(CommunicationMode.Pipe, BuildFlavor.Jit, 40_000, 110, 31_457_280, 160_000),
        Program(CommunicationMode.Http, BuildFlavor.Jit, 140_000, 150, 62_914_560, 2_600_000),
        Program(CommunicationMode.Pipe, BuildFlavor.Aot, 4_000, 100, 5_242_880, 2_451_824),
        Program(CommunicationMode.Http, BuildFlavor.Aot, 9_000, 140, 15_728_640, 16_437_312) with
        {
            ColdErrors = 1, ColdStartMicroseconds = null, ResidentBytes = null, ProportionalBytes = null,
        },
    ];

    public static FlavorReport Flavors { get; } = new()
    {
        Proxy = "/srv/app/artifacts/bin/LocalLambdas/release/local_lambdas",
        Connections = 1,
        Rounds = 10,
        Programs = Programs,
        LeftOut = [new FlavorLeftOut(BuildFlavor.R2r, "a package of the SDK cannot be restored")],
        WebServer = FlavorDifferences.OfWebServer(Programs),
        Runtime = FlavorDifferences.OfRuntime(Programs),
    };

    public static ControlReport Controls { get; } = new()
    {
        Rounds = 10,
        Loads = [Load(1, 1), Load(16, 5)],
        LeftOut = [new ControlLeftOut("frames-tcp", "manifest.xml(12): <transport> is unknown here")],
    };

    private static FlavorResult Program(CommunicationMode service, BuildFlavor flavor, double cold, double warm, long resident, long size) => new()
    {
        Service = service,
        Flavor = flavor,
        Executable = $"/srv/app/{service}-{flavor}",
        SizeBytes = size,
        ColdErrors = 0,
        ColdStartMicroseconds = LatencySummary.From(Around(cold)),
        Warm = Warm(warm),
        ResidentBytes = resident,
        ProportionalBytes = resident / 2,
    };

    private static ControlLoad Load(int connections, double slowdown)
    {
        ControlResult[] controls =
        [
            Control("http-tcp", 150 * slowdown) with { RatioToHttpTcp = 1 },
            Control("http-unix", 135 * slowdown) with { RatioToHttpTcp = 0.9 },
            Control("frames-unix", 90 * slowdown) with { RatioToHttpTcp = 0.6 },
            Control("json-unix", 0) with { Warm = Failed },
        ];
        return new ControlLoad(connections, controls, ControlEffects.From(controls));
    }

    private static ControlResult Control(string name, double p50) => new(name, name.Split('-')[0], name.Split('-')[1], Warm(p50), null);

    private static WarmRoundsResult Warm(double p50) => new()
    {
        Requests = 5,
        Errors = 0,
        ErrorsByKind = new Dictionary<RequestError, int>(),
        LatencyMicroseconds = LatencySummary.From(Around(p50)),
        LowestRoundP50Microseconds = p50 * 0.95,
        HighestRoundP50Microseconds = p50 * 1.1,
    };

    private static WarmRoundsResult Failed => new()
    {
        Requests = 2,
        Errors = 2,
        ErrorsByKind = new Dictionary<RequestError, int> { [RequestError.Status] = 2 },
    };

    private static double[] Around(double value) => [value * 0.9, value * 0.95, value, value * 1.1, value * 1.5];
}
