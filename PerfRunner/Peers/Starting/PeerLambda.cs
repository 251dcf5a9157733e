using System.Xml.Linq;
using LocalLambdas.Manifests;
using PerfRunner.Building;
using PerfRunner.Variants;

namespace PerfRunner.Peers.Starting;

/// <summary>A lambda that the proxy gets: a service as the repository's manifest states it, in one of its builds, with or without a spare.</summary>
internal sealed record PeerLambda(PeerService Service, bool HasSpare)
{
    private const string Query = "?max-age=3600";

    /// <summary>The lambdas that are measured running are those of the routes that everybody else is asked for.</summary>
    public Variant Variant { get; } = new(Service.Flavor == BuildFlavor.Jit && !HasSpare ? Service.Word : $"{Service.Label}{(HasSpare ? "-spare" : "")}");

    public string Path => Variant.Path + Query;

    /// <param name="withCold">Also those that only cold starts are compared with.</param>
    public static IReadOnlyList<PeerLambda> Of(IReadOnlyList<PeerService> services, bool withCold) =>
    [
        .. from service in services
           from hasSpare in (bool[])[false, true]
           where withCold || (service.Flavor == BuildFlavor.Jit && !hasSpare)
           select new PeerLambda(service, hasSpare),
    ];

    /// <param name="manifest">The repository's.</param>
    public XElement Process(string manifest) => ServiceTemplate.Read(manifest, Service.Project)
        .Copy(Variant, Service.File, HasSpare ? [(ElementNames.WarmSpares, "1")] : []);
}
