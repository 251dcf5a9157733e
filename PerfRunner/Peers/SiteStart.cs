using System.Net;
using System.Net.Sockets;
using PerfRunner.Building;
using PerfRunner.Load;
using PerfRunner.Peers.Checking;
using PerfRunner.Peers.Starting;
using PerfRunner.Programs;

namespace PerfRunner.Peers;

/// <summary>Builds and starts what all peers stand before.</summary>
internal sealed class SiteStart(PeersOptions options, string repository, Action<string> tell) : IAsyncDisposable
{
    private const int MaxSocketPathBytes = 100;

    private static readonly string[] Projects = [PeerService.Http, PeerService.Pipe];

    private readonly List<PeerProcess> _processes = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("peers-").FullName;

    /// <exception cref="PeerException">There is nothing to stand before.</exception>
    public async Task<PeerSite> StartAsync(CancellationToken cancellationToken)
    {
        bool hasCold = options.Cases.Contains(PeerCase.Cold);
        IReadOnlyList<PeerService> services = await BuildAsync(hasCold, cancellationToken);
        string http = services.First(service => service.Project == PeerService.Http && service.Flavor == options.Services).File;

        IPEndPoint address = new(IPAddress.Loopback, FreePort.Choose());
        _processes.Add(await HttpServiceProcess.StartAsync(http, $"{address}", address, cancellationToken));
        string? socket = SocketPath();
        if (socket is not null)
        {
            _processes.Add(await HttpServiceProcess.StartAsync(http, $"unix:{socket}", new UnixDomainSocketEndPoint(socket), cancellationToken));
        }

        Contender service = new("HttpService", "the service itself", address, PeerSite.HttpPath, CacheExpectation.None, []);
        byte[] body = await AnswerCheck.AskAsync(service, cancellationToken);
        return new PeerSite(repository, _folder, address, socket, body, services, options.Services, hasCold, options.NoBuild, options.NoAot, options.Timeout);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (PeerProcess process in _processes)
        {
            await process.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task<IReadOnlyList<PeerService>> BuildAsync(bool hasCold, CancellationToken cancellationToken)
    {
        List<PeerService> services = [];
        BuildFlavor[] needed = [.. new[] { options.Services }.Union(hasCold ? [BuildFlavor.Jit] : [])];
        foreach (string project in Projects)
        {
            tell($"Building {project}");
            try
            {
                foreach (BuildFlavor flavor in needed)
                {
                    services.Add(Service(project, await ProgramBuild.RunAsync(repository, project, flavor, options.NoBuild, cancellationToken)));
                }

                if (hasCold && !options.NoAot && !needed.Contains(BuildFlavor.Aot)
                    && await ProgramBuild.BestAsync(repository, project, options.NoBuild, cancellationToken) is { Flavor: BuildFlavor.Aot } aot)
                {
                    services.Add(Service(project, aot));
                }
            }
            catch (BuildException exception)
            {
                throw new PeerException(exception.Message, exception);
            }
        }

        return services;
    }

    private static PeerService Service(string project, ProgramBuild build) => new(project, build.Flavor, build.File);

    /// <returns>Null where there are no Unix sockets that all peers know, or none with a path of this length (sockaddr_un: 104 bytes on macOS).</returns>
    private string? SocketPath()
    {
        string path = Path.Combine(_folder, "http.sock");
        return OperatingSystem.IsWindows() || path.Length > MaxSocketPathBytes ? null : path;
    }
}
