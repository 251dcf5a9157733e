using System.Diagnostics;
using System.Runtime.InteropServices;

namespace PerfRunner.Programs;

/// <summary>What System.Diagnostics.Process cannot do: ask a process to end, and ask whether one exists without opening it.</summary>
internal static partial class ProcessSignals
{
    private const int SigTerm = 15;
    private const int NoSignal = 0;
    private const int NotPermitted = 1;
    private const uint ControlBreak = 1;

    /// <summary>SIGTERM, or Ctrl+Break on Windows, which reaches a process that was started in a process group of its own.</summary>
    public static void RequestStop(int processId)
    {
        if (OperatingSystem.IsWindows())
        {
            GenerateConsoleCtrlEvent(ControlBreak, (uint)processId);
        }
        else
        {
            SendSignal(processId, SigTerm);
        }
    }

    public static bool Exists(int processId)
    {
        if (!OperatingSystem.IsWindows())
        {
            return SendSignal(processId, NoSignal) == 0 || Marshal.GetLastPInvokeError() == NotPermitted;
        }

        try
        {
            using Process process = Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int processId, int signal);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GenerateConsoleCtrlEvent(uint controlEvent, uint processGroupId);
}
