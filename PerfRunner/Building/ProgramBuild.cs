namespace PerfRunner.Building;

/// <summary>A program that was built.</summary>
/// <param name="NotAot">Why it is not compiled ahead of time where that was wanted; null where it is, or was not wanted.</param>
internal sealed record ProgramBuild(string File, BuildFlavor Flavor, string? NotAot = null)
{
    /// <param name="project">Relative to the repository.</param>
    /// <param name="noBuild">Whether it has to be there already.</param>
    /// <exception cref="BuildException">It could not be built, or is not there.</exception>
    public static async Task<ProgramBuild> RunAsync(
        string repository, string project, BuildFlavor flavor, bool noBuild, CancellationToken cancellationToken)
    {
        string file = BuildOutput.Executable(repository, project, flavor);
        if (noBuild)
        {
            return System.IO.File.Exists(file)
                ? new ProgramBuild(file, flavor)
                : throw new BuildException($"{file} does not exist: leave out --no-build", BuildError.NotBuilt);
        }

        if (flavor == BuildFlavor.Jit)
        {
            await DotnetBuild.RunAsync(repository, [project], cancellationToken);
        }
        else
        {
            await DotnetPublish.RunAsync(repository, project, flavor, cancellationToken);
        }

        return new ProgramBuild(file, flavor);
    }

    /// <summary>Native AOT where the machine has what it takes, else the normal build.</summary>
    /// <exception cref="BuildException">It could not be built in either way.</exception>
    public static async Task<ProgramBuild> BestAsync(string repository, string project, bool noBuild, CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync(repository, project, BuildFlavor.Aot, noBuild, cancellationToken);
        }
        catch (BuildException exception) when (exception.Error != BuildError.Failed)
        {
            return await RunAsync(repository, project, BuildFlavor.Jit, noBuild, cancellationToken) with { NotAot = exception.Message };
        }
    }
}
