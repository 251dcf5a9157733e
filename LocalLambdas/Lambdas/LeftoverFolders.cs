using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using LocalLambdas.Processes.Unix;

namespace LocalLambdas.Lambdas;

/// <summary>
/// Folders of proxies that were killed and so could not remove them. A folder bears its proxy's process id, and its proxy holds a lock in
/// it: the id alone could be that of another program by now, or of another container that shares the folder of temporary files.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal static class LeftoverFolders
{
    private const string Prefix = "ll-";
    private const string LockFile = "lock";

    /// <summary>What the name of a folder of this process begins with.</summary>
    public static string OwnPrefix { get; } = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Environment.ProcessId}-");

    /// <summary>Held until it is disposed or the process ends, however that happens.</summary>
    public static IDisposable Lock(string folder) => File.OpenHandle(Path.Combine(folder, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    public static void RemoveFrom(string temporary)
    {
        foreach (var folder in Directory.EnumerateDirectories(temporary, Prefix + "*-*"))
        {
            try
            {
                if (IsLeftover(folder)) Directory.Delete(folder, recursive: true);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Its proxy lives, or another one that starts now removes it as well. Nobody needs it gone.
            }
        }
    }

    // A link would lead to something that is no proxy's; a folder that others may write to, into their hands.
    private static bool IsLeftover(string folder) =>
        PidOf(Path.GetFileName(folder)) is { } pid
        && FileFacts.Of(folder) is { IsDirectory: true, IsPrivate: true }
        && !Lives(pid)
        && !IsLocked(folder);

    private static int? PidOf(string name)
    {
        var rest = name.AsSpan(Prefix.Length);
        var dash = rest.IndexOf('-');
        return int.TryParse(rest[..dash], NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && pid > 0 ? pid : null;
    }

    // This process has just begun: a folder with its id is of an earlier process of the same id.
    private static bool Lives(int pid)
    {
        if (pid == Environment.ProcessId) return false;
        try
        {
            using var process = Process.GetProcessById(pid);
            return true;
        }
        catch (ArgumentException)
        {
            // How GetProcessById tells that there is none.
            return false;
        }
    }

    private static bool IsLocked(string folder)
    {
        if (!File.Exists(Path.Combine(folder, LockFile))) return false;
        using var taken = Lock(folder);
        return false;
    }
}
