using System.Reflection;

namespace Testing;

/// <summary>Where the build that runs these tests put its executables.</summary>
public static class Artifacts
{
    public static string RepositoryRoot => Metadata("RepositoryRoot");

    /// <param name="project">The project, which names the folder.</param>
    /// <param name="assembly">The assembly, when it is not named like its project.</param>
    public static string Executable(string project, string? assembly = null)
    {
        var name = (assembly ?? project) + (OperatingSystem.IsWindows() ? ".exe" : "");
        var file = Path.Combine(Output(project), name);
        return File.Exists(file) ? file : throw new FileNotFoundException($"{file} is not built: dotnet build {project}", file);
    }

    /// <summary>The folder that a project is built into.</summary>
    public static string Output(string project) => Path.Combine(Metadata("ArtifactsPath"), "bin", project, Metadata("Configuration"));

    /// <summary>The folder of a project's intermediate files.</summary>
    public static string Intermediate(string project) => Path.Combine(Metadata("ArtifactsPath"), "obj", project);

    private static string Metadata(string key) => typeof(Artifacts).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key)
        .Value!;
}
