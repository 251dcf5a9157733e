namespace PerfRunner.Building;

/// <summary>Where the repository's builds lie (artifacts output layout).</summary>
internal static class BuildOutput
{
    public static string ProxyExecutable(string repository) => Path.Combine(
        repository, "artifacts", "bin", "LocalLambdas", "release", OperatingSystem.IsWindows() ? "local_lambdas.exe" : "local_lambdas");
}
