using System.Runtime.InteropServices;

namespace PerfRunner.Peers.Cold;

/// <summary>Thread.Sleep knows nothing between 0 and a millisecond.</summary>
internal static partial class ShortSleep
{
    /// <param name="time">Less than a second. The operating system adds some 50 µs (man 2 nanosleep, man 2const PR_SET_TIMERSLACK).</param>
    public static void For(TimeSpan time)
    {
        if (OperatingSystem.IsWindows())
        {
            Thread.Sleep(1);
            return;
        }

        TimeSpec request = new() { Nanoseconds = (nint)time.TotalNanoseconds };
        _ = Sleep(request, 0);
    }

    [LibraryImport("libc", EntryPoint = "nanosleep")]
    private static partial int Sleep(in TimeSpec request, nint remaining);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
