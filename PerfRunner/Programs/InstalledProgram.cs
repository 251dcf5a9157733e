using System.ComponentModel;
using System.Diagnostics;
using LocalLambdas.Manifests;

namespace PerfRunner.Programs;

/// <summary>A program of this machine that need not be there.</summary>
internal static class InstalledProgram
{
    /// <summary>Servers lie where only an administrator's PATH leads.</summary>
    private const string ServerFolders = "/usr/local/sbin:/usr/sbin:/sbin:/opt/homebrew/bin";

    /// <returns>The first that is there, or null.</returns>
    public static string? Find(params IEnumerable<string> names) => FindOn(Environment.GetEnvironmentVariable("PATH"), names);

    /// <param name="searchPath">The value of PATH.</param>
    public static string? FindOn(string? searchPath, params IEnumerable<string> names)
    {
        string folders = OperatingSystem.IsWindows() ? searchPath ?? "" : $"{searchPath}:{ServerFolders}";
        ExecutableFinder finder = new(AppContext.BaseDirectory, folders, OperatingSystem.IsWindows());
        return names.Select(finder.Find).FirstOrDefault(file => file is not null);
    }

    /// <summary>The first line that it prints when it is asked for its version.</summary>
    /// <returns>The file when it prints nothing.</returns>
    public static async Task<string> VersionAsync(string file, string argument, CancellationToken cancellationToken)
    {
        ProcessStartInfo start = new(file) { ArgumentList = { argument }, RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            string errors = await process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            string[] lines = (await output + errors).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            return lines.FirstOrDefault(file);
        }
        catch (Win32Exception)
        {
            return file;
        }
    }
}
