using System.Net;
using PerfRunner.Load;
using PerfRunner.Peers.Configurations;

namespace PerfRunner.Peers.Starting;

/// <summary>The ways through a proxy that has a cache and passes on over TCP and over a Unix socket.</summary>
internal static class ProxyContenders
{
    public static IReadOnlyList<Contender> Of(string name, ProxyPorts ports, PeerSite site)
    {
        Contender overTcp = PassingOn($"{name}-tcp", $"{name} to HttpService over TCP", ports.Tcp) with { TakesMany = true };
        Contender fromCache = new(
            $"{name}-cache", $"{name}, from its cache", At(ports.Cached), PeerSite.HttpPath, CacheExpectation.MustHit, PeerCase.Cached);
        return site.ServiceSocket is null
            ? [fromCache, overTcp]
            : [fromCache, overTcp, PassingOn($"{name}-unix", $"{name} to HttpService over a Unix socket", ports.Unix)];
    }

    public static Contender PassingOn(string name, string means, int port) =>
        new(name, means, At(port), PeerSite.HttpPath, CacheExpectation.MustNotHit, PeerCase.Http, PeerCase.Pipe);

    private static IPEndPoint At(int port) => new(IPAddress.Loopback, port);
}
