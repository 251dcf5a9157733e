using System.Diagnostics;
using PerfRunner.Peers.Configurations;
using PerfRunner.Programs;

namespace PerfRunner.Peers.Starting;

internal sealed class HaproxyPeer : IPeer
{
    public string Name => "haproxy";

    public async Task<RunningPeer> StartAsync(PeerSite site, CancellationToken cancellationToken)
    {
        string file = RequiredProgram.Find(Name);
        int[] free = FreePort.Choose(3);
        ProxyPorts ports = new(free[0], free[1], free[2]);
        string configuration = site.Write("haproxy.cfg", HaproxyConfiguration.Text(ports, site.Service, site.ServiceSocket));

        // -db: it stays in the foreground.
        ProcessStartInfo start = new(file) { ArgumentList = { "-db", "-f", configuration } };
        IReadOnlyList<Contender> contenders = ProxyContenders.Of(Name, ports, site);
        PeerProcess process = await PeerProcess.StartAsync(start, [.. contenders.Select(contender => contender.EndPoint)], cancellationToken);
        return new RunningPeer(
            Name, await InstalledProgram.VersionAsync(file, "-v", cancellationToken), HaproxyConfiguration.Setup, contenders, process);
    }
}
