using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace LocalLambdas.Sockets.Linux;

/// <summary>The calls of the C library on sockets that wait for nothing. What fails gives the negative of errno(3).</summary>
[SupportedOSPlatform("linux")]
internal static unsafe partial class LinuxSocket
{
    public const int Interrupted = -4;
    public const int WouldBlock = -11;

    public const int InProgress = -115;

    private const int NoSignal = 0x4000;
    private const int AtOnce = 0x40;
    private const int Look = 2;
    private const int Truncate = 0x20;
    private const int NonBlocking = 0x800;
    private const int CloseOnExec = 0x80000;
    private const int Tcp = 6;
    private const int NoDelay = 1;
    private const int ShutdownWrite = 1;
    private const int Stream = 1;
    private const int SocketLevel = 1;
    private const int ErrorOption = 4;

    /// <summary>A piece of memory: struct iovec (readv(2)).</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Piece
    {
        public byte* Bytes;
        public nuint Length;
    }

    /// <summary>struct msghdr (sendmsg(2)).</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Message
    {
        public void* Name;
        public uint NameLength;
        public Piece* Pieces;
        public nuint PieceCount;
        public void* Control;
        public nuint ControlLength;
        public int Flags;
    }

    /// <returns>How many bytes; 0 at the end of the stream.</returns>
    public static int Receive(int descriptor, Span<byte> room)
    {
        fixed (byte* first = room) return Result(Recv(descriptor, first, (nuint)room.Length, AtOnce));
    }

    /// <returns>As <see cref="Receive"/>, whose bytes stay where they are.</returns>
    public static int Peek(int descriptor)
    {
        byte first;
        return Result(Recv(descriptor, &first, 1, Look | AtOnce));
    }

    /// <summary>Takes bytes away without copying them (MSG_TRUNC, tcp(7)).</summary>
    public static int Discard(int descriptor, int most) => Result(Recv(descriptor, null, (nuint)most, Truncate | AtOnce));

    public static int Send(int descriptor, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* first = bytes) return Result(Send(descriptor, first, (nuint)bytes.Length, NoSignal | AtOnce));
    }

    public static int Send(int descriptor, Piece* pieces, int count)
    {
        Message message = new() { Pieces = pieces, PieceCount = (nuint)count };
        return Result(SendMessage(descriptor, &message, NoSignal | AtOnce));
    }

    /// <param name="length">Of the address of the peer: what there is room for, then what it has.</param>
    public static int Accept(int listener, Span<byte> address, ref uint length)
    {
        fixed (byte* first = address)
        fixed (uint* bytes = &length)
        {
            return Result(Accept4(listener, first, bytes, NonBlocking | CloseOnExec));
        }
    }

    public static int LocalAddress(int descriptor, Span<byte> address, ref uint length)
    {
        fixed (byte* first = address)
        fixed (uint* bytes = &length)
        {
            return Result(GetSockName(descriptor, first, bytes));
        }
    }

    /// <summary>A small answer is not held back for the acknowledgement of the last one (tcp(7)).</summary>
    public static void SendAtOnce(int descriptor)
    {
        var one = 1;
        _ = SetSockOpt(descriptor, Tcp, NoDelay, &one, sizeof(int));
    }

    /// <summary>No more will be sent. What was is still delivered.</summary>
    public static void EndSending(int descriptor) => _ = Shutdown(descriptor, ShutdownWrite);

    /// <summary>Breaks the connection off, so that the peer sees a reset: an address without family dissolves it (connect(2)).</summary>
    public static void Reset(int descriptor)
    {
        const int AddressBytes = 16;
        var none = stackalloc byte[AddressBytes];
        new Span<byte>(none, AddressBytes).Clear();
        _ = Connect(descriptor, none, AddressBytes);
    }

    /// <param name="family">.NET has numbers of its own.</param>
    public static int Create(AddressFamily family) => Result(Socket(
        family switch
        {
            AddressFamily.Unix => 1,
            AddressFamily.InterNetworkV6 => 10,
            _ => 2,
        },
        Stream | NonBlocking | CloseOnExec,
        0));

    public static int Connect(int descriptor, ReadOnlySpan<byte> address)
    {
        fixed (byte* first = address) return Result(Connect(descriptor, first, (uint)address.Length));
    }

    /// <summary>The error that a connection has come to, as errno; 0 for none.</summary>
    public static int Error(int descriptor)
    {
        int error;
        uint length = sizeof(int);
        return GetSockOpt(descriptor, SocketLevel, ErrorOption, &error, &length) == 0 ? error : Marshal.GetLastPInvokeError();
    }

    private static int Result(nint result) => result >= 0 ? (int)result : -Marshal.GetLastPInvokeError();

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    private static partial nint Recv(int descriptor, byte* room, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    private static partial nint Send(int descriptor, byte* bytes, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "sendmsg", SetLastError = true)]
    private static partial nint SendMessage(int descriptor, Message* message, int flags);

    [LibraryImport("libc", EntryPoint = "accept4", SetLastError = true)]
    private static partial int Accept4(int listener, byte* address, uint* length, int flags);

    [LibraryImport("libc", EntryPoint = "getsockname", SetLastError = true)]
    private static partial int GetSockName(int descriptor, byte* address, uint* length);

    [LibraryImport("libc", EntryPoint = "setsockopt")]
    private static partial int SetSockOpt(int descriptor, int level, int name, void* value, uint length);

    [LibraryImport("libc", EntryPoint = "shutdown")]
    private static partial int Shutdown(int descriptor, int how);

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial int Socket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "getsockopt", SetLastError = true)]
    private static partial int GetSockOpt(int descriptor, int level, int name, void* value, uint* length);

    [LibraryImport("libc", EntryPoint = "connect", SetLastError = true)]
    private static partial int Connect(int descriptor, byte* address, uint length);
}
