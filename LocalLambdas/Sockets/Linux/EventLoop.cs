using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using System.Runtime.Versioning;
using LocalLambdas.Hosting;

namespace LocalLambdas.Sockets.Linux;

/// <summary>
/// A thread that waits for many sockets at once, and goes on with what waits for one of them by itself. As many as have half of the
/// processors, for the whole process and as long as it lives: who asks, and who is asked, run on the same machine.
/// </summary>
[SupportedOSPlatform("linux")]
[SuppressMessage("Design", "CA1001", Justification = "It lives as long as the process.")]
internal sealed class EventLoop
{
    private const int SlotBits = 24;
    private const ulong SlotMask = (1UL << SlotBits) - 1;

    private static readonly EventLoop[] All = [.. Enumerable.Range(1, IoThread.Count).Select(number => new EventLoop(number))];
    private static uint _next;

    [ThreadStatic]
    private static EventLoop? _current;

    private readonly EpollSet _set = new();
    private readonly Lock _gate = new();
    private readonly Stack<int> _free = [];
    private volatile IWatched?[] _watched = new IWatched?[64];
    private ulong _keys;
    private int _used;
    private bool _looks;

    private EventLoop(int number)
    {
        Thread thread = new(Run) { IsBackground = true, Name = $"Sockets {number}" };
        thread.UnsafeStart();
    }

    /// <summary>The one whose thread this is; null on any other thread.</summary>
    public static EventLoop? Current => _current;

    /// <summary>Each in turn.</summary>
    public static EventLoop Next() => All[Interlocked.Increment(ref _next) % All.Length];

    /// <exception cref="SocketException">No more can be watched.</exception>
    public void Watch(int descriptor, IWatched watched, EpollEvents events)
    {
        lock (_gate)
        {
            if (!_free.TryPop(out var slot)) slot = _used++;
            if (slot == _watched.Length)
            {
                var larger = new IWatched?[slot * 2];
                _watched.CopyTo(larger, 0);
                _watched = larger;
            }

            watched.Key = (++_keys << SlotBits) | (uint)slot;
            _watched[slot] = watched;
        }

        try
        {
            _set.Add(descriptor, watched.Key, events);
        }
        catch
        {
            Forget(watched);
            throw;
        }
    }

    public void Change(int descriptor, IWatched watched, EpollEvents events) => _set.Change(descriptor, watched.Key, events);

    /// <summary>To be called when its descriptor is being closed. Once more does nothing.</summary>
    public void Forget(IWatched watched)
    {
        lock (_gate)
        {
            var slot = (int)(watched.Key & SlotMask);
            if (_watched[slot] != watched) return;
            _watched[slot] = null;
            _free.Push(slot);
        }
    }

    /// <summary>On its thread: what is put off to the end of the batch is not done before the sockets have been told what has come until then.</summary>
    public void LookBeforeEnd() => _looks = true;

    /// <summary>On its thread: what has come until now is not all known. More was there than is told at once, or it was put off after the look.</summary>
    public bool HasToLook => _looks;

    private void Run()
    {
        _current = this;
        EndOfBatch.Begin();
        var count = _set.Wait();
        while (true)
        {
            for (var i = 0; i < count; i++)
            {
                var (events, key) = _set.Event(i);
                Find(key)?.On(events);
            }

            count = _looks ? Look() : 0;
            EndOfBatch.Come();
            if (count == 0) count = _set.Wait();
        }
    }

    // What is found is the next batch: who is busy would ask for it now anyway.
    private int Look()
    {
        var count = _set.Wait(0);
        _looks = count == EpollSet.MostEvents;
        for (var i = 0; i < count; i++)
        {
            var (events, key) = _set.Event(i);
            if (Find(key) is LoopSocket socket) socket.Foretell(events);
        }

        return count;
    }

    private IWatched? Find(ulong key) => _watched[key & SlotMask] is { } watched && watched.Key == key ? watched : null;
}
