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
        var file = Path.Combine(Metadata("ArtifactsPath"), "bin", project, Metadata("Configuration"), name);
        return File.Exists(file) ? file : throw new FileNotFoundException($"{file} is not built: dotnet build {project}", file);
    }

    private static string Metadata(string key) => typeof(Artifacts).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key)
        .Value!;
}
