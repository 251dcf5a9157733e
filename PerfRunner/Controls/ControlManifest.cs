using System.Xml.Linq;
using LocalLambdas.Manifests;
using PerfRunner.Building;
using PerfRunner.Variants;

namespace PerfRunner.Controls;

/// <summary>What the proxy is told of a control.</summary>
internal static class ControlManifest
{
    /// <param name="manifest">The repository's.</param>
    public static VariantManifest Of(IEnumerable<ControlDefinition> controls, string manifest, string repository) =>
        new(controls.Select(control => Process(control, manifest, repository)));

    private static XElement Process(ControlDefinition control, string manifest, string repository)
    {
        string project = ServiceProject.Of(control.Service);
        return ServiceTemplate.Read(manifest, project).Copy(
            control.Variant,
            BuildOutput.Executable(repository, project, BuildFlavor.Jit),
            (ElementNames.Protocol, control.Protocol),
            (ElementNames.Transport, control.Transport));
    }
}
