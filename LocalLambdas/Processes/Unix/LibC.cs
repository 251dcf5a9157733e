using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace LocalLambdas.Processes.Unix;

/// <summary>
/// What is needed of the C library on Linux (glibc and musl) and macOS. No variadic function is called where it could matter: on Apple
/// silicon variadic arguments travel differently, so <c>fcntl</c> is for Linux alone.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal static unsafe partial class LibC
{
    public const int EINTR = 4;
    public const int ENOENT = 2;
    public const int ENOEXEC = 8;
    public const int EACCES = 13;
    public const int ENOTDIR = 20;

    public const int SIGKILL = 9;
    public const int SIGTERM = 15;

    public const short POLLIN = 1;
    public const short POLLOUT = 4;

    public const int O_RDONLY = 0;
    public const int O_WRONLY = 1;
    public const int FD_CLOEXEC = 1;
    public const int F_SETFD = 2;
    public const int F_DUPFD_CLOEXEC = 1030;

    public const int AF_UNIX = 1;
    public const int SOCK_STREAM = 1;

    public const int P_PID = 1;
    public const int WNOHANG = 1;
    public const int WEXITED = 4;

    private const string Name = "libc";
    private const int LinuxCloseOnExec = 0x80000;

    public static int WNOWAIT => OperatingSystem.IsMacOS() ? 0x20 : 0x0100_0000;

    [StructLayout(LayoutKind.Sequential)]
    public struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short ReturnedEvents;
    }

    /// <summary>
    /// A pipe that no child inherits. macOS cannot create one so; there every child is spawned with all descriptors closed by default.
    /// </summary>
    public static bool TryCreatePipe(out int readEnd, out int writeEnd)
    {
        int* ends = stackalloc int[2];
        int result = OperatingSystem.IsMacOS() ? Pipe(ends) : Pipe2(ends, LinuxCloseOnExec);
        (readEnd, writeEnd) = result == 0 ? (ends[0], ends[1]) : (-1, -1);
        return result == 0;
    }

    /// <summary>
    /// Two stream sockets that are connected with each other, which no child inherits by itself. The second is made to be inherited: it is
    /// none of the numbers that a child has for its input, its outputs and what it inherits.
    /// </summary>
    public static bool TryCreateSocketPair(out int ours, out int theirs)
    {
        int* ends = stackalloc int[2];
        int type = SOCK_STREAM | (OperatingSystem.IsMacOS() ? 0 : LinuxCloseOnExec);
        if (SocketPair(AF_UNIX, type, 0, ends) != 0)
        {
            (ours, theirs) = (-1, -1);
            return false;
        }

        (ours, theirs) = (ends[0], MoveUp(ends[1]));
        return true;
    }

    /// <summary>Whether the descriptor is ready (or broken, which a read or write then tells).</summary>
    public static bool IsReady(int descriptor, short events)
    {
        PollDescriptor poll = new() { Descriptor = descriptor, Events = events };
        int ready;
        do
        {
            ready = Poll(&poll, 1, 0);
        }
        while (ready < 0 && Marshal.GetLastPInvokeError() == EINTR);
        return ready > 0;
    }

    private static int MoveUp(int descriptor)
    {
        if (descriptor > ChildProcessStart.ChannelDescriptor)
            return descriptor;
        int higher = OperatingSystem.IsMacOS() ? MoveUp(Duplicate(descriptor)) : Fcntl(descriptor, F_DUPFD_CLOEXEC, ChildProcessStart.ChannelDescriptor + 1);
        _ = Close(descriptor);
        return higher;
    }

    [LibraryImport(Name, EntryPoint = "socketpair", SetLastError = true)]
    private static partial int SocketPair(int domain, int type, int protocol, int* ends);

    [LibraryImport(Name, EntryPoint = "dup", SetLastError = true)]
    private static partial int Duplicate(int descriptor);

    [LibraryImport(Name, EntryPoint = "pipe", SetLastError = true)]
    private static partial int Pipe(int* ends);

    [LibraryImport(Name, EntryPoint = "pipe2", SetLastError = true)]
    private static partial int Pipe2(int* ends, int flags);

    [LibraryImport(Name, EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(int descriptor, byte* buffer, nuint count);

    [LibraryImport(Name, EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(int descriptor, byte* buffer, nuint count);

    [LibraryImport(Name, EntryPoint = "close")]
    public static partial int Close(int descriptor);

    [LibraryImport(Name, EntryPoint = "fcntl")]
    public static partial int Fcntl(int descriptor, int command, int argument);

    [LibraryImport(Name, EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(PollDescriptor* descriptors, nuint count, int timeoutMilliseconds);

    [LibraryImport(Name, EntryPoint = "kill")]
    public static partial int Kill(int id, int signal);

    [LibraryImport(Name, EntryPoint = "waitid", SetLastError = true)]
    public static partial int WaitId(int idType, int id, void* information, int options);

    [LibraryImport(Name, EntryPoint = "waitpid", SetLastError = true)]
    public static partial int WaitPid(int id, int* status, int options);
}
