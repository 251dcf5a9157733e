using System.Diagnostics;

namespace LocalLambdas.Lambdas;

/// <summary>When a start began and how long each of its phases took. The phases follow each other without a gap.</summary>
internal sealed class StartRecord(TimeProvider time)
{
    private readonly long _begin = Stopwatch.GetTimestamp();
    private long _spawned;
    private long _accepted;
    private long _answered;

    public DateTimeOffset StartedAt { get; } = time.GetUtcNow();

    public int Pid { get; private set; }

    /// <summary>From the begin of the start until the operating system has created the process.</summary>
    public TimeSpan Spawn => Stopwatch.GetElapsedTime(_begin, _spawned);

    /// <summary>From then until the service accepts a connection; null before that.</summary>
    public TimeSpan? Accept => _accepted is 0 ? null : Stopwatch.GetElapsedTime(_spawned, _accepted);

    /// <summary>From then until the proxy has read the first answer; null before that.</summary>
    public TimeSpan? FirstAnswer => Volatile.Read(ref _answered) is 0 ? null : Stopwatch.GetElapsedTime(_accepted, _answered);

    public void Spawned(int pid)
    {
        _spawned = Stopwatch.GetTimestamp();
        Pid = pid;
    }

    public void Accepted() => _accepted = Stopwatch.GetTimestamp();

    /// <summary>Only the first call counts.</summary>
    public void Answered()
    {
        if (Volatile.Read(ref _answered) is 0) Interlocked.CompareExchange(ref _answered, Stopwatch.GetTimestamp(), 0);
    }
}
