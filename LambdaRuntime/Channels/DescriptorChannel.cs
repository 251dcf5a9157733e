using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace LambdaRuntime;

/// <summary>An inherited descriptor. Read and written like a file: nothing of sockets has to be loaded for it.</summary>
internal static partial class DescriptorChannel
{
    // https://man7.org/linux/man-pages/man2/shutdown.2.html: SHUT_RDWR; fcntl.2: F_SETFD, FD_CLOEXEC. macOS has the same values
    private const int SendAndReceive = 2;
    private const int SetFlags = 2;
    private const int CloseOnExecFlag = 1;

    public static Channel Open(int descriptor)
    {
        // Without a buffer: so that it may be read and written at once
        var stream = new FileStream(new SafeFileHandle(descriptor, ownsHandle: true), FileAccess.ReadWrite, bufferSize: 0, isAsync: false);
        return new(stream, "unix", [], () => Shutdown(descriptor), () => CloseOnExec(descriptor));
    }

    // That it fails means that the other side was the first to end it
    private static void Shutdown(int descriptor) => _ = Shutdown(descriptor, SendAndReceive);

    // That it fails means that it is no descriptor, which the first frame finds out
    private static void CloseOnExec(int descriptor) => _ = Fcntl(descriptor, SetFlags, CloseOnExecFlag, 0, 0, 0, 0, 0, CloseOnExecFlag);

    // The third parameter is a variable one: in the third register nearly everywhere, but on the stack, behind eight registers, on Apple's ARM64.
    // https://developer.apple.com/documentation/xcode/writing-arm64-code-for-apple-platforms
    [LibraryImport("libc", EntryPoint = "fcntl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Fcntl(int descriptor, int command, nint flags, nint r3, nint r4, nint r5, nint r6, nint r7, nint stacked);

    [LibraryImport("libc", EntryPoint = "shutdown")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Shutdown(int descriptor, int how);
}
