using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using PerfRunner.Building;
using PerfRunner.Load;
using PerfRunner.Programs;

namespace PerfRunner.Peers.Starting;

/// <summary>The two parts that a way through a proxy on Kestrel to a process behind a socket cannot do without, each alone.</summary>
internal sealed class DotnetFloorPeer : IPeer
{
    private const string Project = "Tests/Peers/Floors";

    public string Name => "dotnet-floor";

    public async Task<RunningPeer> StartAsync(PeerSite site, CancellationToken cancellationToken)
    {
        ProgramBuild build = await site.BuildAsync(Project, ahead: true, cancellationToken);
        string body = site.FileOf("floor-body");
        await File.WriteAllBytesAsync(body, site.Body, cancellationToken);
        IPEndPoint kestrel = new(IPAddress.Loopback, FreePort.Choose());
        List<Contender> contenders =
        [
            new("bare-kestrel", "Kestrel alone with a ready answer", kestrel, PeerSite.HttpPath, CacheExpectation.None, PeerCase.Cached, PeerCase.Pipe),
        ];
        List<(ProcessStartInfo, EndPoint)> programs = [(Start("kestrel", kestrel.Port.ToString(CultureInfo.InvariantCulture)), kestrel)];
        if (site.ServiceSocket is not null)
        {
            string path = site.FileOf("floor.sock");
            UnixDomainSocketEndPoint socket = new(path);
            programs.Add((Start("socket", path), socket));
            contenders.Add(new Contender(
                "socket-round-trip", "A .NET process behind a Unix socket, asked by the client itself", socket, PeerSite.HttpPath, CacheExpectation.None, PeerCase.Pipe)
            {
                IsSingle = true,
            });
        }

        IReadOnlyList<PeerProcess> processes = await PeerProcess.StartAllAsync(programs, cancellationToken);
        return new RunningPeer(
            Name, $".NET {Environment.Version}", $"a ready answer from Kestrel, and one from a Unix socket; {Project}, {build.Flavor} build", contenders, processes);

        ProcessStartInfo Start(string mode, string where) => new(build.File, [mode, where, body]);
    }
}
