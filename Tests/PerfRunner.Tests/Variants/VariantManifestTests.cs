using System.Xml.Linq;
using LocalLambdas.Manifests;
using PerfRunner.Variants;

namespace PerfRunner.Tests.Variants;

public sealed class VariantManifestTests
{
    [Fact]
    public void It_is_one_that_the_proxy_reads_and_goes_when_it_is_done()
    {
        string file;
        using (VariantManifest manifest = new([Process("a"), Process("b")]))
        {
            file = manifest.File;

            Assert.Equal(["a", "b"], ManifestReader.Read(file).Lambdas.Select(lambda => lambda.Id));
        }

        Assert.False(Directory.Exists(Path.GetDirectoryName(file)));
    }

    private static XElement Process(string id) => new(
        "process",
        new XElement("id", id),
        new XElement("executable", Environment.ProcessPath),
        new XElement("route", $"/{id}/*"),
        new XElement("pipe_name", id));
}
