using System.Xml.Linq;
using PerfRunner.Controls;
using PerfRunner.Tests.Fakes;
using PerfRunner.Variants;

namespace PerfRunner.Tests.Controls;

public sealed class ControlManifestTests
{
    [Fact]
    public void Each_control_states_its_protocol_and_transport_whatever_the_manifest_says()
    {
        using TemporaryDirectory directory = new();
        string file = directory.Write(
            "manifest.xml",
            """
            <manifest>
              <process><id>p</id><executable>PipeService</executable><route>/p</route><pipe_name>p</pipe_name><protocol>auto</protocol></process>
              <process><id>h</id><executable>HttpService</executable><route>/h</route><communication_mode>http</communication_mode></process>
            </manifest>
            """);

        using VariantManifest generated = ControlManifest.Of(ControlDefinition.All, file, directory.Path);

        Assert.Equal(
            [
                "http-tcp http http tcp HttpService", "http-unix http http unix HttpService", "frames-unix  frames unix PipeService",
                "frames-tcp  frames tcp PipeService", "json-unix  json unix PipeService",
            ],
            XDocument.Load(generated.File).Root!.Elements().Select(Describe));
    }

    private static string Describe(XElement process)
    {
        string? Value(string element) => process.Element(element)?.Value;
        return $"{Value("id")} {Value("communication_mode")} {Value("protocol")} {Value("transport")} {Path.GetFileNameWithoutExtension(Value("executable"))}";
    }
}
