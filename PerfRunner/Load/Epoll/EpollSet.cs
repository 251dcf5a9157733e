using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace PerfRunner.Load.Epoll;

/// <summary>Tells which of many descriptors can be read or written (man 7 epoll). Level-triggered. A closed descriptor leaves it by itself.</summary>
[SupportedOSPlatform("linux")]
internal sealed unsafe partial class EpollSet : IDisposable
{
    private const int CloseOnExec = 0x80000;
    private const int Add = 1;
    private const int Modify = 3;
    private const int Interrupted = 4;
    private const int MaxEvents = 256;

    /// <summary>struct epoll_event is packed on x86 alone (sys/epoll.h, EPOLL_PACKED), where its data follow the events at once.</summary>
    private static readonly int DataOffset = RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86 ? 4 : 8;
    private static readonly int EventBytes = DataOffset + sizeof(ulong);

    private readonly byte[] _events = GC.AllocateArray<byte>(MaxEvents * EventBytes, pinned: true);
    private readonly SafeFileHandle _handle;
    private readonly int _descriptor;

    public EpollSet()
    {
        _descriptor = Checked(Create(CloseOnExec));
        _handle = new SafeFileHandle(_descriptor, ownsHandle: true);
    }

    /// <param name="id">Comes back from <see cref="Ready"/>.</param>
    public void Watch(int descriptor, int id, EpollInterest interest) => Control(Add, descriptor, id, interest);

    public void Change(int descriptor, int id, EpollInterest interest) => Control(Modify, descriptor, id, interest);

    /// <summary>Waits until at least one is ready, or the time is up.</summary>
    /// <returns>How many of <see cref="Ready"/> are set.</returns>
    public int Wait(int timeoutMilliseconds)
    {
        int count = Wait(_descriptor, (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(_events, 0), MaxEvents, timeoutMilliseconds);
        if (count >= 0)
        {
            return count;
        }

        return Marshal.GetLastPInvokeError() == Interrupted ? 0 : Checked(count);
    }

    /// <returns>The id of one that the last wait found ready.</returns>
    public int Ready(int index) => MemoryMarshal.Read<int>(_events.AsSpan((index * EventBytes) + DataOffset));

    public void Dispose() => _handle.Dispose();

    private void Control(int operation, int descriptor, int id, EpollInterest interest)
    {
        Span<byte> data = stackalloc byte[EventBytes];
        data.Clear();
        MemoryMarshal.Write(data, (uint)interest);
        MemoryMarshal.Write(data[DataOffset..], id);
        fixed (byte* first = data)
        {
            Checked(Control(_descriptor, operation, descriptor, first));
        }
    }

    private static int Checked(int result) => result >= 0 ? result : throw new Win32Exception(Marshal.GetLastPInvokeError());

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    private static partial int Create(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    private static partial int Control(int set, int operation, int descriptor, byte* data);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    private static partial int Wait(int set, byte* events, int maxEvents, int timeoutMilliseconds);
}
