using PerfRunner.Load;
using PerfRunner.Peers.Cold;

namespace PerfRunner.Peers.Starting;

/// <summary>No proxy at all: what is left is what a proxy adds to.</summary>
internal sealed class DirectPeer : IPeer
{
    public string Name => "direct";

    public Task<RunningPeer> StartAsync(PeerSite site, CancellationToken cancellationToken) => Task.FromResult(new RunningPeer(
        Name,
        $"HttpService, {PeerService.NameOf(site.Warm)} build",
        "no proxy: the client asks the service itself",
        [
            new Contender(
                "direct", "HttpService without a proxy, over TCP", site.Service, PeerSite.HttpPath, CacheExpectation.MustNotHit, PeerCase.Http, PeerCase.Pipe),
        ])
    {
        ColdStarts = [.. site.Services.Select(service => ColdStart(service, site.Timeout)).OfType<IColdStart>()],
    });

    /// <returns>Null for a pipe service on Windows, where the proxy would have to be rebuilt to hand it its pipe.</returns>
    private static IColdStart? ColdStart(PeerService service, TimeSpan timeout) => service.Project == PeerService.Http
        ? new DirectHttpStart(service, timeout)
        : OperatingSystem.IsWindows() ? null : new DirectPipeStart(service, timeout);
}
