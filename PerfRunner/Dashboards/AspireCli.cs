using System.Reflection;
using System.Runtime.InteropServices;
using LocalLambdas.Manifests;
using PerfRunner.Cli;
using PerfRunner.Running;

namespace PerfRunner.Dashboards;

/// <summary>The official command line of Aspire, which brings the stand-alone dashboard.</summary>
internal static class AspireCli
{
    private const string Command = "aspire";

    // That of the AppHost: see Directory.Packages.props
    private static readonly string Version = typeof(AspireCli).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "AspireVersion")
        .Value!;

    /// <param name="searchPath">The value of PATH.</param>
    /// <exception cref="RunnerException">It is not installed.</exception>
    public static string Find(string? searchPath) =>
        new ExecutableFinder(AppContext.BaseDirectory, searchPath, OperatingSystem.IsWindows()).Find(Command)
        ?? throw new RunnerException(
            RunnerExitCode.Unavailable,
            $"--dashboard: '{Command}' is not on PATH: 'npm install --prefix FOLDER {Package()}@{Version}', " +
            $"then put {Path.Combine("FOLDER", "node_modules", Package(), "bin")} on PATH");

    private static string Package()
    {
        string system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        return $"@microsoft/aspire-cli-{system}-{(RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x64")}";
    }
}
