using System.Xml;
using System.Xml.Linq;

namespace Testing;

/// <summary>A manifest of lambdas that behave as their arguments say.</summary>
public sealed class ManifestBuilder(TempFolder folder)
{
    private const string Frames = "frames";

    // XML reads a carriage return that is no entity as a line feed, and a response of HTTP in an argument would be none
    private static readonly XmlWriterSettings KeepsReturns = new() { Indent = true, NewLineHandling = NewLineHandling.Entitize };

    private readonly XElement _manifest = new("manifest");

    public string File { get; } = folder.File("manifest.xml");

    /// <summary>A <c>FaultyLambda</c> at <c>/id/*</c>; <paramref name="behaviour"/> are its arguments.</summary>
    public ManifestBuilder Add(string id, string mode, params string[] behaviour) =>
        AddProcess(id, Artifacts.Executable("FaultyLambda"), mode, behaviour);

    /// <param name="mode"><c>pipe</c> or <c>http</c>, of which a lambda shows what it speaks; <c>frames</c>; <c>plain</c> HTTP, or <c>plain-unix</c>.</param>
    public ManifestBuilder AddProcess(string id, string executable, string mode, params string[] arguments)
    {
        string[] plain = mode is "plain-unix" ? ["http", "unix"] : mode is "plain" ? ["http", "tcp"] : [];
        _manifest.Add(new XElement(
            "process",
            new XElement("id", id),
            new XElement("executable", executable),
            arguments.Select(argument => new XElement("arg", argument)),
            new XElement("route", $"/{id}/*"),
            new XElement("pipe_name", id),
            new XElement("communication_mode", plain is [] ? mode is Frames ? "pipe" : mode : "http"),
            plain.Zip(["protocol", "transport"], (value, name) => new XElement(name, value))));
        return mode is Frames ? With("protocol", mode) : this;
    }

    /// <summary>Sets an element of the process that was added last.</summary>
    public ManifestBuilder With(string element, string value)
    {
        _manifest.Elements("process").Last().SetElementValue(element, value);
        return this;
    }

    /// <summary>Forgets what was added.</summary>
    public ManifestBuilder Clear()
    {
        _manifest.RemoveNodes();
        return this;
    }

    public string Write()
    {
        using var writer = XmlWriter.Create(File, KeepsReturns);
        new XDocument(_manifest).Save(writer);
        return File;
    }
}
