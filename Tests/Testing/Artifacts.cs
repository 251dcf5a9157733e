using System.Reflection;

namespace Testing;

/// <summary>What the build has made.</summary>
public static class Artifacts
{
    /// <summary>The program of a project, as it is built beside the tests.</summary>
    /// <param name="assembly">Where it is not called like the project.</param>
    public static string Executable(string project, string? assembly = null) =>
        Path.Combine(Output(project), (assembly ?? project) + (OperatingSystem.IsWindows() ? ".exe" : ""));

    /// <summary>The folder that a project is built into.</summary>
    public static string Output(string project) => Path.Combine(Metadata("ArtifactsPath"), "bin", project, Metadata("Configuration"));

    /// <summary>The folder of a project's intermediate files.</summary>
    public static string Intermediate(string project) => Path.Combine(Metadata("ArtifactsPath"), "obj", project);

    private static string Metadata(string key) =>
        typeof(Artifacts).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
