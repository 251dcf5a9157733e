using System.Collections;
using System.ComponentModel;
using System.Diagnostics;

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
            await RunAsync(Path.Combine(repository, project), cancellationToken);
        }
    }

    /// <summary>
    /// The environment of a nested build: "dotnet run" and test hosts point their children to their own MSBuild
    /// (MSBuildSDKsPath, MSBuildExtensionsPath, MSBUILD_EXE_PATH, …), which need not be the one that is started here.
    /// </summary>
    public static IReadOnlyList<string> VariablesToRemove(IDictionary environment) =>
        [.. environment.Keys.Cast<string>().Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase))];

    private static async Task RunAsync(string project, CancellationToken cancellationToken)
    {
        using Process process = new() { StartInfo = StartInfo(project) };
        try
        {
            process.Start();
        }
        catch (Win32Exception exception)
        {
            throw new BuildException($"dotnet cannot be started to build {project}: {exception.Message}. Install the .NET SDK, or pass --no-build");
        }

        Task<string> output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        Task<string> errors = process.StandardError.ReadToEndAsync(cancellationToken);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        string text = (await output + await errors).Trim();
        if (process.ExitCode != 0)
        {
            throw new BuildException($"dotnet build {project} failed with exit code {process.ExitCode}:{Environment.NewLine}{text}");
        }
    }

    private static ProcessStartInfo StartInfo(string project)
    {
        // Build servers would outlive the run, and the output that they inherit would not end before they do.
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            ArgumentList = { "build", project, "-c", "Release", "--nologo", "-v", "quiet", "--disable-build-servers", "--tl:off" },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string name in VariablesToRemove(Environment.GetEnvironmentVariables()))
        {
            start.Environment.Remove(name);
        }

        return start;
    }
}
