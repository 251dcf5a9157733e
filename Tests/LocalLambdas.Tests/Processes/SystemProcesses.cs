using System.Diagnostics;

namespace LocalLambdas.Tests.Processes;

/// <summary>What the operating system says of processes, not what this program believes.</summary>
internal static class SystemProcesses
{
    public static bool IsRunning(int id)
    {
        // An orphan stays a zombie where nothing reaps it, as in a container without an init
        if (OperatingSystem.IsLinux())
            return State(id) is not (null or 'Z' or 'X');

        try
        {
            using Process process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>The letter of <c>/proc/ID/stat</c>; null when nothing with that id is left, not even a zombie.</summary>
    public static char? State(int id)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{id}/stat");
            return stat[stat.LastIndexOf(')') + 2];
        }
        catch (IOException)
        {
            return null;
        }
    }

    public static int OpenDescriptors() => Directory.GetFiles("/proc/self/fd").Length;
}
