using System.Xml.Linq;
using LocalLambdas.Manifests;
using PerfRunner.Building;
using PerfRunner.Load;
using PerfRunner.Peers.Cold;
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

    public string Name => PeerName;

    public async Task<RunningPeer> StartAsync(PeerSite site, CancellationToken cancellationToken)
    {
        ProgramBuild build = await site.BuildAsync(PeerProxy.Project, ahead: true, cancellationToken);
        IReadOnlyList<PeerLambda> lambdas = PeerLambda.Of(site.Services, site.Warm, site.HasCold);
        string repositoryManifest = Path.Combine(site.Repository, "manifest.xml");
        string manifest = site.Write("manifest.xml", new XElement(ElementNames.Manifest, lambdas.Select(lambda => lambda.Process(repositoryManifest))).ToString());
        MeasuredProxy proxy = await PeerProxy.StartAsync(build.File, manifest, site.Timeout, cancellationToken);
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
}
