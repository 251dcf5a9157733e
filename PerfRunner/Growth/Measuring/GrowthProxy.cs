using System.Xml.Linq;
using LocalLambdas.Manifests;
using PerfRunner.Building;
using PerfRunner.Peers;
using PerfRunner.Peers.Starting;
using PerfRunner.Running;
using PerfRunner.Variants;

namespace PerfRunner.Growth.Measuring;

/// <summary>Starts the proxy with both services, and with as many more routes as are wanted.</summary>
internal sealed class GrowthProxy(PeerSite site, ProgramBuild build)
{
    private int _started;

    /// <param name="routes">Of the pipe service; the one that is asked for is in their middle.</param>
    /// <exception cref="PeerException">It did not come up.</exception>
    public Task<MeasuredProxy> StartAsync(int routes, CancellationToken cancellationToken)
    {
        string manifest = site.Write($"growth-{_started++}.xml", new XElement(ElementNames.Manifest, Processes(routes)).ToString());
        return PeerProxy.StartAsync(build.File, manifest, site.Timeout, cancellationToken);
    }

    private IEnumerable<XElement> Processes(int routes)
    {
        string repository = Path.Combine(site.Repository, "manifest.xml");
        ServiceTemplate pipe = ServiceTemplate.Read(repository, PeerService.Pipe);
        for (int index = 0; index < routes; index++)
        {
            yield return pipe.Copy(new Variant(index == routes / 2 ? "pipe" : $"pipe-{index}"), FileOf(PeerService.Pipe));
        }

        yield return ServiceTemplate.Read(repository, PeerService.Http).Copy(new Variant("http"), FileOf(PeerService.Http));
    }

    private string FileOf(string project) => site.Services.First(service => service.Project == project && service.Flavor == BuildFlavor.Jit).File;
}
