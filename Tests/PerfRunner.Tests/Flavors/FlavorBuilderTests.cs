using PerfRunner.Building;
using PerfRunner.Flavors;
using PerfRunner.Tests.Fakes;

namespace PerfRunner.Tests.Flavors;

public sealed class FlavorBuilderTests
{
    private readonly RecordingReporter _reporter = new();

    [Fact]
    public async Task Both_services_are_built_in_each_flavour()
    {
        FlavorBuilds builds = await BuildAsync((_, project, flavor, _) => Task.FromResult($"{project} {flavor}"));

        Assert.Equal(
            ["PipeService Jit", "HttpService Jit", "PipeService Aot", "HttpService Aot"], builds.Programs.Select(program => program.Executable));
        Assert.Equal(["pipe-jit", "http-jit", "pipe-aot", "http-aot"], builds.Programs.Select(program => program.Variant.Id));
        Assert.Empty(builds.LeftOut);
    }

    [Theory]
    [InlineData(nameof(BuildError.LinkerMissing))]
    [InlineData(nameof(BuildError.PackageMissing))]
    public async Task A_flavour_that_the_machine_has_no_tools_for_is_left_out_whole_with_the_reason(string error)
    {
        FlavorBuilds builds = await BuildAsync((_, project, flavor, _) => flavor == BuildFlavor.Aot && project == "HttpService"
            ? throw new BuildException("install it", Enum.Parse<BuildError>(error))
            : Task.FromResult("x"));

        Assert.Equal([BuildFlavor.Jit, BuildFlavor.Jit], builds.Programs.Select(program => program.Flavor));
        Assert.Equal(BuildFlavor.Aot, builds.LeftOut.Single().Flavor);
        Assert.Equal("install it", builds.LeftOut.Single().Because);
        Assert.Contains("aot is left out: install it", _reporter.Lines);
    }

    [Fact]
    public async Task What_does_not_compile_ends_the_run() => await Assert.ThrowsAsync<BuildException>(
        () => BuildAsync((_, _, _, _) => throw new BuildException("CS0103")));

    [Fact]
    public async Task What_has_been_built_is_taken_or_left_out()
    {
        using TemporaryDirectory directory = new();
        foreach (string project in (string[])["PipeService", "HttpService"])
        {
            directory.Write(Path.GetRelativePath(directory.Path, BuildOutput.Executable(directory.Path, project, BuildFlavor.Jit)), "");
        }

        FlavorBuilds builds = await new FlavorBuilder(directory.Path, _reporter) { BuildProgram = (_, _, _, _) => throw new InvalidOperationException() }
            .BuildAsync([BuildFlavor.Jit, BuildFlavor.R2r], _ => true, TestContext.Current.CancellationToken);

        Assert.Equal([BuildFlavor.Jit, BuildFlavor.Jit], builds.Programs.Select(program => program.Flavor));
        Assert.Contains("leave out --no-build", builds.LeftOut.Single().Because, StringComparison.Ordinal);
    }

    private Task<FlavorBuilds> BuildAsync(FlavorBuilder.Build build) => new FlavorBuilder("/r", _reporter) { BuildProgram = build }
        .BuildAsync([BuildFlavor.Jit, BuildFlavor.Aot], _ => false, TestContext.Current.CancellationToken);
}
