using System.Xml;
using PerfRunner.Planning;
using PerfRunner.Proxying;
using PerfRunner.Tests.Fakes;

namespace PerfRunner.Tests.Planning;

public sealed class ManifestRoutesTests
{
    [Fact]
    public void Routes_and_modes_are_read_and_the_rest_is_left_to_the_proxy()
    {
        using TemporaryDirectory directory = new();
        string file = directory.Write("manifest.xml", """
            <manifest>
              <process><id>a</id><route>/a/*</route><communication_mode>http</communication_mode></process>
              <process><id>b</id><route> /b </route></process>
              <process><id>no-route</id></process>
              <process><id>c</id><route>/c</route><communication_mode>pigeon</communication_mode></process>
            </manifest>
            """);

        Assert.Equal(
            [new LambdaRoute("a", "/a/*", LambdaCommunication.Http), new LambdaRoute("b", "/b", LambdaCommunication.Pipe)],
            ManifestRoutes.Read(file));
    }

    [Theory]
    [InlineData("<manifest>")]
    [InlineData("<!DOCTYPE manifest [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><manifest>&x;</manifest>")]
    public void Bad_xml_and_document_types_are_refused(string text)
    {
        using TemporaryDirectory directory = new();
        string file = directory.Write("manifest.xml", text);

        Assert.Throws<XmlException>(() => ManifestRoutes.Read(file));
    }
}
