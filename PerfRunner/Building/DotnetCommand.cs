using System.Collections;
using System.ComponentModel;
using System.Diagnostics;

namespace PerfRunner.Building;

/// <summary>One call of dotnet that builds something.</summary>
internal static class DotnetCommand
{
    /// <param name="what">What is done, for the message of a failure.</param>
    /// <exception cref="BuildException">It failed.</exception>
    public static async Task RunAsync(string what, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using Process process = new() { StartInfo = StartInfo(arguments) };
        try
        {
            process.Start();
        }
        catch (Win32Exception exception)
        {
            throw new BuildException($"dotnet cannot be started for {what}: {exception.Message}. Install the .NET SDK, or pass --no-build");
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
            throw BuildFailure.From(what, process.ExitCode, text);
        }
    }

    /// <summary>
    /// The environment of a nested build: "dotnet run" and test hosts point their children to their own MSBuild
    /// (MSBuildSDKsPath, MSBuildExtensionsPath, MSBUILD_EXE_PATH, …), which need not be the one that is started here.
    /// </summary>
    public static IReadOnlyList<string> VariablesToRemove(IDictionary environment) =>
        [.. environment.Keys.Cast<string>().Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase))];

    private static ProcessStartInfo StartInfo(IEnumerable<string> arguments)
    {
        // Build servers would outlive the run, and the output that they inherit would not end before they do.
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in (IEnumerable<string>)[.. arguments, "-c", "Release", "--nologo", "-v", "quiet", "--disable-build-servers", "--tl:off"])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (string name in VariablesToRemove(Environment.GetEnvironmentVariables()))
        {
            start.Environment.Remove(name);
        }

        return start;
    }
}
