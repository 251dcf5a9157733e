using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Testing.Processes;

internal static partial class Signals
{
    public const int Sighup = 1;
    public const int Sigint = 2;
    public const int Sigterm = 15;

    private const int NoSuchProcess = 3;

    public static void Send(int pid, int signal)
    {
        if (!TrySend(pid, signal))
            throw new Win32Exception(NoSuchProcess);
    }

    /// <returns>False if the process is gone.</returns>
    public static bool TrySend(int pid, int signal)
    {
        if (kill(pid, signal) == 0)
            return true;
        int error = Marshal.GetLastPInvokeError();
        return error == NoSuchProcess ? false : throw new Win32Exception(error);
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int kill(int pid, int signal);
}
