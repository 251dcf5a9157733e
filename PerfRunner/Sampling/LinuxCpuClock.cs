using System.Runtime.InteropServices;

namespace PerfRunner.Sampling;

/// <summary>
/// Processor time of a process in nanoseconds (clock_getcpuclockid(3)). /proc/PID/stat counts in ticks of 10 ms,
/// longer than a hundred requests take.
/// </summary>
internal static partial class LinuxCpuClock
{
    public static TimeSpan? Read(int processId) =>
        GetCpuClockId(processId, out int clock) == 0 && GetTime(clock, out TimeSpec time) == 0
            ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromTicks(time.Nanoseconds / TimeSpan.NanosecondsPerTick)
            : null;

    [LibraryImport("libc", EntryPoint = "clock_getcpuclockid")]
    private static partial int GetCpuClockId(int processId, out int clock);

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct TimeSpec
    {
        public readonly nint Seconds;
        public readonly nint Nanoseconds;
    }
}
