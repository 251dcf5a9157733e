using System.Diagnostics;
using PerfRunner.Peers.Configurations;
using PerfRunner.Programs;

namespace PerfRunner.Peers.Starting;

internal sealed class NginxPeer : IPeer
{
    public string Name => "nginx";

    public async Task<RunningPeer> StartAsync(PeerSite site, CancellationToken cancellationToken)
    {
        string file = RequiredProgram.Find(Name);
        string folder = Directory.CreateDirectory(site.FileOf("nginx")).FullName;
        int[] free = FreePort.Choose(3);
        ProxyPorts ports = new(free[0], free[1], free[2]);
        string? user = Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows() ? Environment.UserName : null;
        string configuration = site.Write(
            "nginx/nginx.conf", NginxConfiguration.Text(folder.Replace('\\', '/'), ports, site.Service, site.ServiceSocket, user));

        // Without -e it would first open the log that was compiled in, which another user may own.
        ProcessStartInfo start = new(file) { ArgumentList = { "-p", folder, "-e", "stderr", "-c", configuration } };
        IReadOnlyList<Contender> contenders = ProxyContenders.Of(Name, ports, site);
        PeerProcess process = await PeerProcess.StartAsync(start, [.. contenders.Select(contender => contender.EndPoint)], cancellationToken);
        return new RunningPeer(
            Name, await InstalledProgram.VersionAsync(file, "-v", cancellationToken), NginxConfiguration.Setup, contenders, process);
    }
}
