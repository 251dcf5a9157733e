using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace LocalLambdas.Processes.Unix;

/// <summary>A spawned process and the group it leads: notices its end, reaps it and nothing else, signals it while that is safe.</summary>
/// <remarks>
/// The group ends with its leader, as a systemd unit does with its main process: what is left of it would hold the address that the next
/// start needs. It is also the one safe moment: a number is not used again while a process, if only an unreaped one, has it as process or
/// group id (POSIX.1 3.305 "Process ID"), but once the leader is reaped and the others have ended, <c>kill(-id)</c> may hit a stranger.
/// So the end is noticed without reaping, the rest of the group killed, and then the leader reaped, all under the lock that signals take.
/// </remarks>
[UnsupportedOSPlatform("windows")]
internal sealed unsafe class ProcessGroup
{
    private static readonly ConcurrentDictionary<int, ProcessGroup> Running = new();

    /// <summary>
    /// One handler for all, because signals that come close together are one; it runs on the thread pool and asks for each of ours by
    /// its id, so that children of others stay theirs. Created before the first start and never given back.
    /// </summary>
    private static readonly PosixSignalRegistration ChildSignal = PosixSignalRegistration.Create(PosixSignal.SIGCHLD, _ => CheckAll());

    private readonly Lock _gate = new();
    private readonly TaskCompletionSource<ChildExit> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action<ProcessGroup>? _beforeReap;
    private readonly Action? _afterEnd;
    private bool _gone;

    private ProcessGroup(int id, Action<ProcessGroup>? beforeReap, Action? afterEnd)
    {
        Id = id;
        _beforeReap = beforeReap;
        _afterEnd = afterEnd;
    }

    public int Id { get; }

    public Task<ChildExit> Exited => _exited.Task;

    /// <summary>Notices the end of a process that was just spawned.</summary>
    /// <param name="beforeReap">Called while the id still cannot be another's.</param>
    /// <param name="afterEnd">Called when the group is gone, before that is told.</param>
    public static ProcessGroup Watch(int id, Action<ProcessGroup>? beforeReap = null, Action? afterEnd = null)
    {
        ProcessGroup group = new(id, beforeReap, afterEnd);
        Running[id] = group;
        return group;
    }

    /// <summary>Makes sure that no end is missed; to be called before the first process is spawned.</summary>
    public static void Listen() => GC.KeepAlive(ChildSignal);

    /// <summary>Notices an end that came before <see cref="Watch"/>.</summary>
    public void Check()
    {
        ChildExit exit;
        lock (_gate)
        {
            if (_gone || !HasEnded(out bool isOurs))
                return;
            if (isOurs)
                _ = LibC.Kill(-Id, LibC.SIGKILL);
            _beforeReap?.Invoke(this);
            exit = isOurs ? Reap() : default;
            _gone = true;
            Running.TryRemove(Id, out _);
        }

        _afterEnd?.Invoke();
        _exited.SetResult(exit);
    }

    /// <summary>Signals every process of the group; the leader also when it has left it.</summary>
    public void Signal(int signal)
    {
        lock (_gate)
        {
            if (!_gone && LibC.Kill(-Id, signal) != 0)
                _ = LibC.Kill(Id, signal);
        }
    }

    private static void CheckAll()
    {
        foreach (ProcessGroup group in Running.Values)
            group.Check();
    }

    /// <param name="isOurs">False when there is nothing left to reap, so that the number may be another's already.</param>
    private bool HasEnded(out bool isOurs)
    {
        // siginfo_t: its first field, the signal, stays 0 when no process has ended
        int* information = stackalloc int[LibC.OpaqueSize / sizeof(int)];
        new Span<int>(information, LibC.OpaqueSize / sizeof(int)).Clear();
        int result;
        do
        {
            result = LibC.WaitId(LibC.P_PID, Id, information, LibC.WEXITED | LibC.WNOHANG | LibC.WNOWAIT);
        }
        while (result < 0 && Marshal.GetLastPInvokeError() == LibC.EINTR);
        isOurs = result == 0;
        return !isOurs || information[0] != 0;
    }

    private ChildExit Reap()
    {
        int status;
        int result;
        do
        {
            result = LibC.WaitPid(Id, &status, 0);
        }
        while (result < 0 && Marshal.GetLastPInvokeError() == LibC.EINTR);

        // The layout that every Unix has: the signal in the low seven bits, or else the code in the second byte
        int signal = status & 0x7F;
        return result != Id ? default : signal != 0 ? new ChildExit(null, signal) : new ChildExit((status >> 8) & 0xFF, null);
    }
}
