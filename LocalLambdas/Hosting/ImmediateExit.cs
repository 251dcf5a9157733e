using System.Diagnostics;
using System.Runtime.InteropServices;

namespace LocalLambdas.Hosting;

internal static partial class ImmediateExit
{
    /// <summary>Ends the process without finalizers, exit handlers or whatever else might wait.</summary>
    public static void With(int code)
    {
        if (OperatingSystem.IsWindows()) Process.GetCurrentProcess().Kill();
        else Exit(code);
    }

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void Exit(int code);
}
