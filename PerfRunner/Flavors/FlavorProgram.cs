using LocalLambdas.Manifests;
using PerfRunner.Building;
using PerfRunner.Variants;

namespace PerfRunner.Flavors;

/// <summary>One service in one flavour, built.</summary>
internal sealed record FlavorProgram(CommunicationMode Service, BuildFlavor Flavor, string Executable)
{
    public Variant Variant { get; } = new($"{NameOf(Service)}-{NameOf(Flavor)}");

    public static string NameOf(Enum value) => value.ToString().ToLowerInvariant();
}
