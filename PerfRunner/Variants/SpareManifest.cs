using System.Globalization;
using System.Xml.Linq;
using LocalLambdas.Manifests;

namespace PerfRunner.Variants;

/// <summary>A manifest with one lambda of another, which has a spare.</summary>
internal static class SpareManifest
{
    private const int Spares = 1;

    /// <param name="manifest">File of the manifest. It is legal: a proxy runs with it.</param>
    public static VariantManifest Of(string manifest, string lambdaId)
    {
        LambdaDefinition lambda = ManifestReader.Read(manifest).Lambdas.Single(lambda => lambda.Id == lambdaId);
        XElement process = new(XDocument.Load(manifest).Root!.Elements(ElementNames.Process).Single(process => IsOf(process, lambdaId)));

        // The generated manifest lies elsewhere.
        process.SetElementValue(ElementNames.Executable, lambda.Executable);
        process.SetElementValue(ElementNames.WorkingDirectory, lambda.WorkingDirectory);
        process.SetElementValue(ElementNames.WarmSpares, Math.Max(lambda.WarmSpares, Spares).ToString(CultureInfo.InvariantCulture));
        return new VariantManifest([process]);
    }

    private static bool IsOf(XElement process, string lambdaId) => process.Element(ElementNames.Id)?.Value.Trim() == lambdaId;
}
