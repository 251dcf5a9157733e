using PerfRunner.Building;
using PerfRunner.Tests.Fakes;

namespace PerfRunner.Tests.Building;

public sealed class BuildingTests
{
    [Fact]
    public void The_root_is_the_nearest_directory_above_with_the_solution()
    {
        using TemporaryDirectory directory = new();
        directory.Write("Perf.sln", "");
        directory.Write("a/Perf.sln", "");
        string inner = Path.GetDirectoryName(directory.Write("a/b/c/file", ""))!;

        Assert.Equal(Path.Combine(directory.Path, "a"), RepositoryRoot.FindFrom(inner));
        Assert.Equal(directory.Path, RepositoryRoot.FindFrom(directory.Path));
    }

    [Fact]
    public void Away_from_the_repository_there_is_no_root()
    {
        using TemporaryDirectory directory = new();

        Assert.Null(RepositoryRoot.FindFrom(directory.Path));
    }

    [Fact]
    public async Task A_failed_build_shows_the_compilers_errors()
    {
        using TemporaryDirectory directory = new();
        directory.Write("Broken/Broken.csproj", """<Project><Target Name="Build"><Error Code="X1" Text="broken on purpose" /></Target></Project>""");

        BuildException exception = await Assert.ThrowsAsync<BuildException>(
            () => DotnetBuild.RunAsync(directory.Path, ["Broken"], TestContext.Current.CancellationToken));

        Assert.Contains("X1", exception.Message, StringComparison.Ordinal);
        Assert.Contains("broken on purpose", exception.Message, StringComparison.Ordinal);
    }
}
