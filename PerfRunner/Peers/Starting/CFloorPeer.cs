using System.Diagnostics;
using System.Globalization;
using System.Net;
using PerfRunner.Load;
using PerfRunner.Peers.Floor;
using PerfRunner.Programs;

namespace PerfRunner.Peers.Starting;

/// <summary>
/// What nothing here can be faster than, in C: a server with a ready answer, which shows the generator's own limit as well, and a proxy that
/// reads nothing of what it passes on.
/// </summary>
internal sealed class CFloorPeer : IPeer
{
    public const string AnswerName = "c-floor";
    public const string TcpName = "c-pass-through";
    public const string UnixName = "c-pass-through-unix";

    private const string PassesOn = "C program that passes bytes on to HttpService over";

    public string Name => AnswerName;

    public async Task<RunningPeer> StartAsync(PeerSite site, CancellationToken cancellationToken)
    {
        CProgram compiler = CProgram.Find();
        string fixedAnswer = await compiler.CompileAsync(CProgram.FixedAnswer, site.Folder, cancellationToken);
        string passThrough = await compiler.CompileAsync(CProgram.PassThrough, site.Folder, cancellationToken);
        string body = site.FileOf("body");
        await File.WriteAllBytesAsync(body, site.Body, cancellationToken);

        int[] ports = FreePort.Choose(3);
        IPEndPoint address = new(IPAddress.Loopback, ports[0]);
        List<Contender> contenders =
        [
            new(AnswerName, "C server with one thread and a ready answer", address, PeerSite.HttpPath, CacheExpectation.None, PeerCase.Cached, PeerCase.Http, PeerCase.Pipe),
            ProxyContenders.PassingOn(TcpName, $"{PassesOn} TCP", ports[1]),
        ];
        List<(ProcessStartInfo, EndPoint)> programs =
        [
            (Start(fixedAnswer, ports[0], body), address),
            (Start(passThrough, ports[1], site.Service.Port.ToString(CultureInfo.InvariantCulture)), contenders[1].EndPoint),
        ];
        if (site.ServiceSocket is { } socket)
        {
            contenders.Add(ProxyContenders.PassingOn(UnixName, $"{PassesOn} a Unix socket", ports[2]));
            programs.Add((Start(passThrough, ports[2], socket), contenders[2].EndPoint));
        }

        IReadOnlyList<PeerProcess> processes = await PeerProcess.StartAllAsync(programs, cancellationToken);
        return new RunningPeer(
            Name,
            await compiler.VersionAsync(cancellationToken),
            $"epoll, one thread each, compiled with -O2 ({CProgram.FixedAnswer}, {CProgram.PassThrough}: a connection to the service for each of a client's, no header added)",
            contenders,
            processes);
    }

    private static ProcessStartInfo Start(string program, int port, string argument) =>
        new(program, [port.ToString(CultureInfo.InvariantCulture), argument]);
}
