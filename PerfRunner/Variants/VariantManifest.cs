using System.Xml.Linq;
using LocalLambdas.Manifests;

namespace PerfRunner.Variants;

/// <summary>A generated manifest in a temporary folder, which goes with it.</summary>
internal sealed class VariantManifest : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("perf-runner-");

    public VariantManifest(IEnumerable<XElement> processes)
    {
        File = Path.Combine(_folder.FullName, "manifest.xml");
        new XDocument(new XElement(ElementNames.Manifest, processes)).Save(File);
    }

    public string File { get; }

    public void Dispose() => _folder.Delete(recursive: true);
}
