using System.Diagnostics;
using System.Net;
using PerfRunner.Building;
using PerfRunner.Peers.Cold;
using PerfRunner.Peers.Configurations;
using PerfRunner.Programs;

namespace PerfRunner.Peers.Starting;

/// <summary>The oldest way to a process on demand: CGI. Only cold starts can be compared with it.</summary>
internal sealed class LighttpdPeer : IPeer
{
    private const string Project = "Tests/Peers/CgiService";

    public string Name => "lighttpd";

    public async Task<RunningPeer> StartAsync(PeerSite site, CancellationToken cancellationToken)
    {
        string file = RequiredProgram.Find(Name);
        List<PeerService> services = [Service(await site.BuildAsync(Project, ahead: false, cancellationToken))];
        if (await site.BuildAsync(Project, ahead: true, cancellationToken) is { Flavor: BuildFlavor.Aot } ahead)
        {
            services.Add(Service(ahead));
        }

        IPEndPoint address = new(IPAddress.Loopback, FreePort.Choose());
        string configuration = site.Write(
            "lighttpd.conf",
            LighttpdConfiguration.Text(site.Folder, address.Port, services.ToDictionary(PathOf, service => service.File)));

        // -D: it stays in the foreground.
        ProcessStartInfo start = new(file) { ArgumentList = { "-D", "-f", configuration } };
        PeerProcess process = await PeerProcess.StartAsync(start, [address], cancellationToken);
        return new RunningPeer(
            Name, await InstalledProgram.VersionAsync(file, "-v", cancellationToken), LighttpdConfiguration.Setup, [], process)
        {
            ColdStarts = [.. services.Select(service => new CgiColdStart(service, address, PathOf(service), site.Timeout))],
        };
    }

    private static PeerService Service(ProgramBuild build) => new("CgiService", build.Flavor, build.File);

    private static string PathOf(PeerService service) => $"/{service.Label}";
}
