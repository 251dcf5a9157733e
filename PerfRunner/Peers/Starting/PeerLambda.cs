using System.Xml.Linq;
using LocalLambdas.Manifests;
using PerfRunner.Building;
using PerfRunner.Variants;

namespace PerfRunner.Peers.Starting;

/// <summary>A lambda that the proxy gets: a service as the repository's manifest states it, in one of its builds, with or without a spare.</summary>
/// <param name="IsWarm">Whether it is measured running: it has the route that everybody else is asked for.</param>
internal sealed record PeerLambda(PeerService Service, bool HasSpare, bool IsWarm)
{
    private const string Query = "?max-age=3600";

    public Variant Variant { get; } = new(IsWarm ? Service.Word : $"{Service.Label}{(HasSpare ? "-spare" : "")}");

    public string Path => Variant.Path + Query;

    /// <param name="warm">How those that are measured running are built.</param>
    /// <param name="withCold">Also those that only cold starts are compared with.</param>
    public static IReadOnlyList<PeerLambda> Of(IReadOnlyList<PeerService> services, BuildFlavor warm, bool withCold) =>
    [
        .. from service in services
           from hasSpare in (bool[])[false, true]
           let isWarm = service.Flavor == warm && !hasSpare
           where withCold || isWarm
           select new PeerLambda(service, hasSpare, isWarm),
    ];

    /// <param name="manifest">The repository's.</param>
    public XElement Process(string manifest) => ServiceTemplate.Read(manifest, Service.Project)
        .Copy(Variant, Service.File, HasSpare ? [(ElementNames.WarmSpares, "1")] : []);
}
