using System.Net;
using System.Xml.Linq;
using LocalLambdas.Manifests;
using PerfRunner.Building;
using PerfRunner.Load;
using PerfRunner.Peers.Cold;
using PerfRunner.Proxying;
using PerfRunner.Running;

namespace PerfRunner.Peers.Starting;

/// <summary>What the others are compared with.</summary>
internal sealed class LocalLambdasPeer : IPeer
{
    public const string PeerName = "local_lambdas";
    public const string CachedName = "local-lambdas-cache";
    public const string HttpName = "local-lambdas-http";
    public const string PipeName = "local-lambdas-pipe";

    public const string AotVersion = "published with Native AOT";

    private const string Project = "LocalLambdas";

    public string Name => PeerName;

    public async Task<RunningPeer> StartAsync(PeerSite site, CancellationToken cancellationToken)
    {
        ProgramBuild build = await site.BuildAsync(Project, ahead: true, cancellationToken);
        IReadOnlyList<PeerLambda> lambdas = PeerLambda.Of(site.Services, site.HasCold);
        string repositoryManifest = Path.Combine(site.Repository, "manifest.xml");
        string manifest = site.Write("manifest.xml", new XElement(ElementNames.Manifest, lambdas.Select(lambda => lambda.Process(repositoryManifest))).ToString());
        MeasuredProxy proxy = await StartAsync(build, manifest, site.Timeout, cancellationToken);
        return new RunningPeer(
            Name,
            build.Flavor == BuildFlavor.Aot ? AotVersion : $"{build.Flavor} build ({build.NotAot})",
            "the lambdas as the repository's manifest.xml states them, cache on",
            [
                new Contender(
                    CachedName, "local_lambdas, from its cache", proxy.EndPoint, PeerSite.HttpPath, CacheExpectation.MustHit, PeerCase.Cached),
                new Contender(
                    HttpName, "local_lambdas to HttpService", proxy.EndPoint, PeerSite.HttpPath, CacheExpectation.MustNotHit, PeerCase.Http, PeerCase.Pipe),
                new Contender(
                    PipeName, "local_lambdas to PipeService", proxy.EndPoint, PeerSite.PipePath, CacheExpectation.MustNotHit, PeerCase.Pipe) { TakesMany = true },
            ],
            proxy)
        {
            ProcessIds = [proxy.Status!.Proxy.Pid],
            ColdStarts = [.. lambdas.Select(lambda => new ProxyColdStart(lambda, proxy, site.Timeout))],
        };
    }

    private static async Task<MeasuredProxy> StartAsync(ProgramBuild build, string manifest, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            ProxyUnderTest started = await ProxyUnderTest.StartAsync(new ProxyStart(build.File, manifest, IsForeign: false), cancellationToken);
            AdminClient admin = new(started.AdminUrl!, timeout);
            return new MeasuredProxy(
                started.Url, new IPEndPoint(IPAddress.Loopback, started.Url.Port), started, admin, await admin.ListAsync(cancellationToken));
        }
        catch (Exception exception) when (exception is ProxyStartException or AdminException)
        {
            throw new PeerException(exception.Message, exception);
        }
    }
}
