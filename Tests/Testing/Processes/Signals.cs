using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Testing.Processes;

internal static partial class Signals
{
    public const int Sighup = 1;
    public const int Sigint = 2;
    public const int Sigterm = 15;

    public static void Send(int pid, int signal)
    {
        if (kill(pid, signal) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int kill(int pid, int signal);
}
