using System.Runtime.InteropServices;

namespace LambdaRuntime;

/// <summary>Asks for the parent from time to time.</summary>
internal static partial class UnixParent
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    public static IDisposable? Watch(int? announced, Action onGone)
    {
        var parent = GetParentId();
        if (IsGone())
        {
            onGone();
            return null;
        }

        return new Timer(_ => { if (IsGone()) onGone(); }, null, Interval, Interval);

        bool IsGone() => GetParentId() != parent || (announced is { } id && !Exists(id));
    }

    private static bool Exists(int id)
    {
        const int NoSuchProcess = 3;
        return Kill(id, 0) == 0 || Marshal.GetLastPInvokeError() != NoSuchProcess;
    }

    [LibraryImport("libc", EntryPoint = "getppid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetParentId();

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int id, int signal);
}
