using System.Xml.Linq;
using LocalLambdas.Manifests;
using PerfRunner.Cli;
using PerfRunner.Running;

namespace PerfRunner.Variants;

/// <summary>
/// A process of the repository's manifest, to be copied with changes: whatever else it states, its protocol above all, holds for the copies.
/// </summary>
internal sealed class ServiceTemplate
{
    // A copy is found in no reserve: its starts are to be seen.
    private const string Spares = "warm_spares";

    private readonly XElement _process;

    private ServiceTemplate(XElement process) => _process = process;

    /// <param name="manifest">File of the manifest.</param>
    /// <param name="program">Name of the executable.</param>
    /// <exception cref="RunnerException">The manifest has no process of this program.</exception>
    public static ServiceTemplate Read(string manifest, string program) =>
        XDocument.Load(manifest).Root!.Elements(ElementNames.Process).FirstOrDefault(process => IsOf(process, program)) is { } found
            ? new ServiceTemplate(found)
            : throw new RunnerException(RunnerExitCode.Unavailable, $"{manifest} has no process whose executable is {program}");

    /// <param name="executable">An absolute path.</param>
    /// <param name="changed">Elements that are set or added.</param>
    public XElement Copy(Variant variant, string executable, params (string Element, string Value)[] changed)
    {
        XElement copy = new(_process);
        copy.Elements(Spares).Remove();
        foreach ((string element, string value) in ((string, string)[])[
            (ElementNames.Id, variant.Id),
            (ElementNames.Executable, executable),
            (ElementNames.Route, $"/{variant.Id}/*"),
            (ElementNames.PipeName, variant.Id),
            .. changed])
        {
            copy.SetElementValue(element, value);
        }

        return copy;
    }

    private static bool IsOf(XElement process, string program) =>
        Path.GetFileNameWithoutExtension(process.Element(ElementNames.Executable)?.Value) == program;
}
