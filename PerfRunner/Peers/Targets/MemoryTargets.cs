using PerfRunner.Peers.Results;
using PerfRunner.Peers.Starting;

namespace PerfRunner.Peers.Targets;

/// <summary>Targets of resident memory after load, of programs that are compiled ahead of time.</summary>
internal static class MemoryTargets
{
    private const double Megabyte = 1e6;

    public static IEnumerable<TargetResult> Of(Participant? proxy, IReadOnlyList<LoadedService> services)
    {
        yield return Memory("memory-proxy-aot", "local_lambdas, AOT", 20, proxy is { Version: LocalLambdasPeer.AotVersion } ? proxy.ResidentBytes : null);
        yield return Memory("memory-pipe-aot", "PipeService, AOT", 6, Find(services, PeerService.Pipe));
        yield return Memory("memory-http-aot", "HttpService, AOT", 15, Find(services, PeerService.Http));
    }

    private static TargetResult Memory(string name, string program, double megabytes, long? bytes) =>
        new(name, $"{program}: resident after load", TargetUnit.Bytes, IsAtLeast: false, megabytes * Megabyte, bytes);

    private static long? Find(IReadOnlyList<LoadedService> services, string project) =>
        services.FirstOrDefault(service => service.Service == project && service.Flavor == "aot")?.ResidentBytes;
}
