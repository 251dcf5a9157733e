using LocalLambdas.Manifests;
using PerfRunner.Building;
using PerfRunner.Results;

namespace PerfRunner.Flavors;

/// <summary>What the web server costs and what the runtime costs, each with the other held fixed.</summary>
internal static class FlavorDifferences
{
    public static IReadOnlyList<FlavorDifference> OfWebServer(IReadOnlyList<FlavorResult> programs) =>
    [
        .. from http in programs
           where http.Service == CommunicationMode.Http
           from pipe in programs
           where pipe.Service == CommunicationMode.Pipe && pipe.Flavor == http.Flavor
           select Between(http, pipe, FlavorProgram.NameOf(http.Flavor)),
    ];

    public static IReadOnlyList<FlavorDifference> OfRuntime(IReadOnlyList<FlavorResult> programs) =>
    [
        .. from jit in programs
           where jit.Flavor == BuildFlavor.Jit
           from aot in programs
           where aot.Flavor == BuildFlavor.Aot && aot.Service == jit.Service
           select Between(jit, aot, FlavorProgram.NameOf(jit.Service)),
    ];

    private static FlavorDifference Between(FlavorResult more, FlavorResult less, string of) => new(
        of,
        more.ColdErrors + less.ColdErrors > 0 ? null : more.ColdStartMicroseconds?.P50 - less.ColdStartMicroseconds?.P50,
        more.Warm.Errors + less.Warm.Errors > 0 ? null : more.Warm.LatencyMicroseconds?.P50 - less.Warm.LatencyMicroseconds?.P50,
        more.ResidentBytes - less.ResidentBytes,
        more.SizeBytes - less.SizeBytes);
}
