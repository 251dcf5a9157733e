using LocalLambdas.Manifests;
using PerfRunner.Building;
using PerfRunner.Results;
using PerfRunner.Running;
using PerfRunner.Variants;

namespace PerfRunner.Flavors;

/// <summary>Builds both services in the flavours that were asked for. One that the machine has no tools for is left out, with what to install.</summary>
internal sealed class FlavorBuilder(string repository, IRunReporter reporter)
{
    public delegate Task<string> Build(string repository, string project, BuildFlavor flavor, CancellationToken cancellationToken);

    public Build BuildProgram { get; init; } = BuildAsync;

    /// <param name="isBuilt">Of a flavour that is taken as it is.</param>
    /// <exception cref="BuildException">Something does not compile.</exception>
    public async Task<FlavorBuilds> BuildAsync(IEnumerable<BuildFlavor> flavors, Func<BuildFlavor, bool> isBuilt, CancellationToken cancellationToken)
    {
        List<FlavorProgram> programs = [];
        List<FlavorLeftOut> leftOut = [];
        foreach (BuildFlavor flavor in flavors)
        {
            try
            {
                programs.AddRange(isBuilt(flavor) ? FindAll(flavor) : await BuildAllAsync(flavor, cancellationToken));
            }
            catch (BuildException exception) when (exception.Error != BuildError.Failed)
            {
                leftOut.Add(new FlavorLeftOut(flavor, exception.Message));
                reporter.Stage($"{FlavorProgram.NameOf(flavor)} is left out: {exception.Message}");
            }
        }

        return new FlavorBuilds(programs, leftOut);
    }

    private static async Task<string> BuildAsync(string repository, string project, BuildFlavor flavor, CancellationToken cancellationToken) =>
        (await ProgramBuild.RunAsync(repository, project, flavor, noBuild: false, cancellationToken)).File;

    private async Task<IReadOnlyList<FlavorProgram>> BuildAllAsync(BuildFlavor flavor, CancellationToken cancellationToken)
    {
        List<FlavorProgram> programs = [];
        foreach (CommunicationMode service in ServiceProject.All)
        {
            string project = ServiceProject.Of(service);
            reporter.Stage($"Building {project} ({FlavorProgram.NameOf(flavor)})");
            programs.Add(new FlavorProgram(service, flavor, await BuildProgram(repository, project, flavor, cancellationToken)));
        }

        return programs;
    }

    private FlavorProgram[] FindAll(BuildFlavor flavor)
    {
        FlavorProgram[] programs = [.. ServiceProject.All.Select(service =>
            new FlavorProgram(service, flavor, BuildOutput.Executable(repository, ServiceProject.Of(service), flavor)))];
        return programs.FirstOrDefault(program => !File.Exists(program.Executable)) is { } missing
            ? throw new BuildException($"{missing.Executable} does not exist: leave out --no-build", BuildError.NotBuilt)
            : programs;
    }
}

/// <summary>What could be built, and what not.</summary>
internal sealed record FlavorBuilds(IReadOnlyList<FlavorProgram> Programs, IReadOnlyList<FlavorLeftOut> LeftOut);
