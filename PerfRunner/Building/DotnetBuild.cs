namespace PerfRunner.Building;

/// <summary>
/// Builds what is measured. The runner does not refer to those projects: it measures programs, and any version of them.
/// </summary>
internal static class DotnetBuild
{
    /// <summary>One after another: two builds at a time would write the assemblies that both depend on.</summary>
    /// <exception cref="BuildException">A build failed.</exception>
    public static async Task RunAsync(string repository, IEnumerable<string> projects, CancellationToken cancellationToken)
    {
        foreach (string project in projects)
        {
            await DotnetCommand.RunAsync($"dotnet build {project}", ["build", Path.Combine(repository, project)], cancellationToken);
        }
    }
}
