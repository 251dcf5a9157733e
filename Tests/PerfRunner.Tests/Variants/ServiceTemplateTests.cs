using System.Xml.Linq;
using PerfRunner.Running;
using PerfRunner.Tests.Fakes;
using PerfRunner.Variants;

namespace PerfRunner.Tests.Variants;

public sealed class ServiceTemplateTests
{
    private const string Manifest = """
        <manifest>
          <process><id>other</id><executable>bin/Other</executable><route>/other/*</route><pipe_name>other</pipe_name></process>
          <process>
            <id>pipe-service</id>
            <executable>bin/PipeService.exe</executable>
            <route>/pipe/*</route>
            <pipe_name>pipe-service</pipe_name>
            <protocol>frames</protocol>
            <warm_spares>1</warm_spares>
          </process>
          <process><id>second</id><executable>bin/PipeService</executable><route>/second/*</route><pipe_name>second</pipe_name></process>
        </manifest>
        """;

    [Fact]
    public void A_copy_has_the_protocol_of_the_first_process_of_its_program_and_an_address_of_its_own()
    {
        XElement copy = Copy();

        Assert.Equal(
            [("executable", "/x/PipeService"), ("id", "pipe-jit"), ("pipe_name", "pipe-jit"), ("protocol", "frames"), ("route", "/pipe-jit/*")],
            copy.Elements().Select(element => (element.Name.LocalName, element.Value)).Order());
    }

    [Fact]
    public void What_is_changed_is_set_or_added()
    {
        XElement copy = Copy(("protocol", "json"), ("transport", "unix"));

        Assert.Equal("json", copy.Elements("protocol").Single().Value);
        Assert.Equal("unix", copy.Elements("transport").Single().Value);
    }

    [Fact]
    public void Copies_do_not_know_of_each_other()
    {
        using TemporaryDirectory directory = new();
        ServiceTemplate template = ServiceTemplate.Read(directory.Write("manifest.xml", Manifest), "PipeService");

        template.Copy(new Variant("a"), "/x", ("transport", "tcp"));

        Assert.Empty(template.Copy(new Variant("b"), "/x").Elements("transport"));
    }

    [Fact]
    public void A_program_that_the_manifest_does_not_have_is_said()
    {
        using TemporaryDirectory directory = new();
        string file = directory.Write("manifest.xml", Manifest);

        RunnerException exception = Assert.Throws<RunnerException>(() => ServiceTemplate.Read(file, "HttpService"));

        Assert.Contains($"{file} has no process whose executable is HttpService", exception.Message, StringComparison.Ordinal);
    }

    private static XElement Copy(params (string Element, string Value)[] changed)
    {
        using TemporaryDirectory directory = new();
        return ServiceTemplate.Read(directory.Write("manifest.xml", Manifest), "PipeService").Copy(new Variant("pipe-jit"), "/x/PipeService", changed);
    }
}
