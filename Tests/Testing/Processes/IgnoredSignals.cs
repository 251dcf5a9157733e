using System.Runtime.InteropServices;

namespace Testing.Processes;

/// <summary>
/// What a process ignores, its children ignore from their start on (execve(2)). nohup(1), and a shell that runs a command in the background,
/// make tests ignore what they are to send.
/// </summary>
internal static partial class IgnoredSignals
{
    private const nint Default = 0;
    private const nint Ignore = 1;

    private static readonly Lock Gate = new();
    private static readonly int[] Sent = [Signals.Sighup, Signals.Sigint, Signals.Sigterm];

    /// <summary>What is started here ignores nothing that tests send. Of this process only Linux tells what it ignores.</summary>
    public static void Without(Action start)
    {
        lock (Gate)
        {
            // Nothing else is touched: what the runtime has handlers for is its own.
            var ignored = OperatingSystem.IsLinux() ? Array.FindAll(Sent, number => SignalMasks.Contains(Environment.ProcessId, SignalMasks.Ignored, number)) : [];
            try
            {
                foreach (var number in ignored)
                    _ = signal(number, Default);
                start();
            }
            finally
            {
                foreach (var number in ignored)
                    _ = signal(number, Ignore);
            }
        }
    }

    [LibraryImport("libc")]
    private static partial nint signal(int number, nint handler);
}
