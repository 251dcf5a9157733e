using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using LocalLambdas.Processes.Unix;

namespace LocalLambdas.Sockets.Linux;

/// <summary>Tells which of many descriptors something has happened to (epoll(7)), until it is disposed of. A closed descriptor leaves it by itself.</summary>
[SupportedOSPlatform("linux")]
internal sealed unsafe partial class EpollSet : IDisposable
{
    /// <summary>So many are told at once.</summary>
    public const int MostEvents = 256;

    private const int CloseOnExec = 0x80000;
    private const int AddOperation = 1;
    private const int ChangeOperation = 3;
    private const int Forever = -1;

    // struct epoll_event is packed on x86 alone (sys/epoll.h, EPOLL_PACKED), where its data follow the events at once.
    private static readonly int DataOffset = RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86 ? 4 : 8;
    private static readonly int EventBytes = DataOffset + sizeof(ulong);

    private readonly byte* _events = (byte*)NativeMemory.Alloc((nuint)(MostEvents * EventBytes));
    private readonly int _descriptor;

    public EpollSet()
    {
        _descriptor = Create(CloseOnExec);
        if (_descriptor < 0) throw SocketFailure.Of(Marshal.GetLastPInvokeError());
    }

    /// <param name="key">Comes back from <see cref="Event"/>.</param>
    public void Add(int descriptor, ulong key, EpollEvents events) => Control(AddOperation, descriptor, key, events);

    /// <summary>What has happened already counts as a change.</summary>
    public void Change(int descriptor, ulong key, EpollEvents events) => Control(ChangeOperation, descriptor, key, events);

    /// <summary>Waits until something happens, or the time is up.</summary>
    /// <returns>How many events there are.</returns>
    public int Wait(int timeoutMilliseconds = Forever)
    {
        var count = Wait(_descriptor, _events, MostEvents, timeoutMilliseconds);
        if (count >= 0) return count;
        var error = Marshal.GetLastPInvokeError();
        return error == -LinuxSocket.Interrupted ? 0 : throw SocketFailure.Of(error);
    }

    public (EpollEvents Events, ulong Key) Event(int index)
    {
        var at = _events + (index * EventBytes);
        return (*(EpollEvents*)at, Unsafe.ReadUnaligned<ulong>(at + DataOffset));
    }

    /// <summary>Nobody waits any more.</summary>
    public void Dispose()
    {
        _ = LibC.Close(_descriptor);
        NativeMemory.Free(_events);
    }

    private void Control(int operation, int descriptor, ulong key, EpollEvents events)
    {
        var data = stackalloc byte[16];
        *(EpollEvents*)data = events;
        Unsafe.WriteUnaligned(data + DataOffset, key);
        if (Control(_descriptor, operation, descriptor, data) != 0) throw SocketFailure.Of(Marshal.GetLastPInvokeError());
    }

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    private static partial int Create(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    private static partial int Control(int set, int operation, int descriptor, byte* data);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    private static partial int Wait(int set, byte* events, int mostEvents, int timeoutMilliseconds);
}
