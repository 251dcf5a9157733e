using PerfRunner.Building;
using PerfRunner.Tests.Fakes;

namespace PerfRunner.Tests.Building;

public sealed class DotnetPublishTests
{
    [Fact]
    public void Each_flavour_has_a_tree_of_its_own()
    {
        string[] folders = [.. Enum.GetValues<BuildFlavor>().Select(flavor => Path.GetDirectoryName(BuildOutput.Executable("/r", "PipeService", flavor))!)];

        Assert.Equal(folders.Length, folders.Distinct().Count());
        Assert.EndsWith(Path.Combine("artifacts", "bin", "PipeService", "release"), folders[0], StringComparison.Ordinal);
        Assert.All(folders[1..], folder => Assert.StartsWith(Path.Combine("/r", "artifacts", "flavors"), folder, StringComparison.Ordinal));
    }

    [Fact]
    public void Neither_flavour_touches_the_normal_build()
    {
        foreach (BuildFlavor flavor in (BuildFlavor[])[BuildFlavor.R2r, BuildFlavor.Aot])
        {
            Assert.Contains(
                $"-p:ArtifactsPath={BuildOutput.FlavorFolder("/r", flavor)}", DotnetPublish.Arguments("/r", "LocalLambdas", flavor));
        }
    }

    [Fact]
    public void The_normal_build_is_none_that_is_published() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => DotnetPublish.Arguments("/r", "PipeService", BuildFlavor.Jit));

    [Fact]
    public async Task What_cannot_be_compiled_is_said_with_the_compilers_errors()
    {
        using TemporaryDirectory directory = new();
        directory.Write(
            "Broken/Broken.csproj",
            """<Project><Target Name="Restore" /><Target Name="Publish"><Error Code="X1" Text="broken on purpose" /></Target></Project>""");

        BuildException exception = await Assert.ThrowsAsync<BuildException>(
            () => DotnetPublish.RunAsync(directory.Path, "Broken", BuildFlavor.R2r, TestContext.Current.CancellationToken));

        Assert.Equal(BuildError.Failed, exception.Error);
        Assert.Contains("dotnet publish Broken (R2r)", exception.Message, StringComparison.Ordinal);
        Assert.Contains("broken on purpose", exception.Message, StringComparison.Ordinal);
    }
}
