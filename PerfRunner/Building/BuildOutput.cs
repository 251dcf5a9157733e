namespace PerfRunner.Building;

/// <summary>Where the repository's builds lie (artifacts output layout).</summary>
internal static class BuildOutput
{
    private const string Proxy = "LocalLambdas";

    private static readonly string Extension = OperatingSystem.IsWindows() ? ".exe" : "";

    public static string ProxyExecutable(string repository) => Executable(repository, Proxy, BuildFlavor.Jit);

    /// <param name="project">Its folder in the repository, whose last part is its name.</param>
    public static string Executable(string repository, string project, BuildFlavor flavor)
    {
        string name = Path.GetFileName(project);
        return Path.Combine(
            flavor == BuildFlavor.Jit ? Path.Combine(repository, "artifacts", "bin", name, "release") : PublishFolder(repository, project, flavor),
            (name == Proxy ? "local_lambdas" : name) + Extension);
    }

    /// <summary>
    /// The whole tree of a flavour. Of its own: what is restored and compiled for one flavour would be restored and compiled again for the
    /// next, and the normal build, which others may be running, would change under them.
    /// </summary>
    public static string FlavorFolder(string repository, BuildFlavor flavor) =>
        Path.Combine(repository, "artifacts", "flavors", flavor == BuildFlavor.Aot ? "aot" : "r2r");

    public static string PublishFolder(string repository, string project, BuildFlavor flavor) =>
        Path.Combine(FlavorFolder(repository, flavor), Path.GetFileName(project));
}
