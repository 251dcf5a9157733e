using System.Diagnostics;
using System.Globalization;
using System.Net;
using PerfRunner.Peers.Configurations;
using PerfRunner.Building;
using PerfRunner.Programs;

namespace PerfRunner.Peers.Starting;

internal sealed class YarpPeer : IPeer
{
    private const string Project = "Tests/Peers/YarpPeer";

    public string Name => "yarp";

    public async Task<RunningPeer> StartAsync(PeerSite site, CancellationToken cancellationToken)
    {
        ProgramBuild build = await site.BuildAsync(Project, ahead: false, cancellationToken);
        int port = FreePort.Choose();
        ProcessStartInfo start = new(build.File)
        {
            ArgumentList = { port.ToString(CultureInfo.InvariantCulture), $"http://{site.Service}" },
        };
        PeerProcess process = await PeerProcess.StartAsync(start, [new IPEndPoint(IPAddress.Loopback, port)], cancellationToken);
        string library = Path.Combine(Path.GetDirectoryName(build.File)!, "Yarp.ReverseProxy.dll");
        string? version = File.Exists(library) ? FileVersionInfo.GetVersionInfo(library).ProductVersion?.Split('+')[0] : null;
        return new RunningPeer(
            Name,
            $"YARP {version ?? "of an unknown version"}",
            $"one route to one service, workstation garbage collector, no log below warnings, otherwise as in its documentation; {ForwardingHeaders.Setup}; {Project}, {build.Flavor} build",
            [ProxyContenders.PassingOn("yarp", "YARP to HttpService over TCP", port) with { TakesMany = true }],
            process);
    }
}
