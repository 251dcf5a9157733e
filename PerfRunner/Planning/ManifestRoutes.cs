using System.Xml;
using System.Xml.Linq;
using PerfRunner.Proxying;

namespace PerfRunner.Planning;

/// <summary>
/// The lambdas' routes from the manifest, for a proxy that does not tell them itself. It is the proxy that judges a manifest:
/// here an element that is not understood is left out.
/// </summary>
internal static class ManifestRoutes
{
    /// <exception cref="XmlException">The file is not XML.</exception>
    public static IReadOnlyList<LambdaRoute> Read(string file)
    {
        using XmlReader reader = XmlReader.Create(file, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        return [.. XDocument.Load(reader).Descendants("process").Select(Route).OfType<LambdaRoute>()];
    }

    private static LambdaRoute? Route(XElement process)
    {
        string? id = process.Element("id")?.Value.Trim();
        string? route = process.Element("route")?.Value.Trim();
        string mode = process.Element("communication_mode")?.Value.Trim() ?? nameof(LambdaCommunication.Pipe);
        return !string.IsNullOrEmpty(id) && !string.IsNullOrEmpty(route) && Enum.TryParse(mode, ignoreCase: true, out LambdaCommunication communication)
            ? new LambdaRoute(id, route, communication)
            : null;
    }
}
