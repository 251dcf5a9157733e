using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Testing.Processes;

/// <summary>What the operating system knows of processes.</summary>
public static class ProcessTable
{
    /// <summary>A zombie has ended: only its entry remains until somebody asks for its exit code.</summary>
    public static bool IsAlive(int pid)
    {
        if (OperatingSystem.IsLinux())
            return StateOnLinux(pid) is { } state && (state is not ('Z' or 'X') || HasOtherThreads(pid));

        try
        {
            using var process = Process.GetProcessById(pid);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false; // how GetProcessById tells that there is none
        }
    }

    /// <summary>Every living process started with this environment variable; Linux alone tells.</summary>
    public static IReadOnlyList<int> WithEnvironment(string name, string value)
    {
        if (!OperatingSystem.IsLinux())
            throw new PlatformNotSupportedException("only /proc shows the environment of other processes");

        return Having("environ", $"{name}={value}\0");
    }

    /// <summary>Every living process whose command line names this file; Linux alone tells.</summary>
    public static IReadOnlyList<int> WithArgument(string file)
    {
        if (!OperatingSystem.IsLinux())
            throw new PlatformNotSupportedException("only /proc shows the command line of other processes");

        return Having("cmdline", $"{file}\0");
    }

    private static int[] Having(string file, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return [.. Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var pid) ? pid : 0)
            .Where(pid => pid > 0 && Read(pid, file).AsSpan().IndexOf(bytes) >= 0)];
    }

    private static char? StateOnLinux(int pid)
    {
        // The name in parentheses may itself hold spaces and parentheses: proc(5), /proc/pid/stat
        var stat = Encoding.UTF8.GetString(Read(pid, "stat"));
        var end = stat.LastIndexOf(") ", StringComparison.Ordinal);
        return end < 0 ? null : stat[end + 2];
    }

    // The first thread of a killed process may have ended while the others still hold its sockets open
    private static bool HasOtherThreads(int pid)
    {
        try
        {
            return Directory.EnumerateDirectories($"/proc/{pid}/task").Count() > 1;
        }
        catch (DirectoryNotFoundException)
        {
            return false;
        }
    }

    private static byte[] Read(int pid, string file)
    {
        try
        {
            return File.ReadAllBytes($"/proc/{pid}/{file}");
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return []; // ended meanwhile, or another user's
        }
    }
}
