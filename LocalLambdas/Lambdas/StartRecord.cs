using System.Diagnostics;
using System.Runtime.CompilerServices;
using LocalLambdas.Telemetry;

namespace LocalLambdas.Lambdas;

/// <summary>When a start began and how long each of its phases took. The phases follow each other without a gap.</summary>
internal sealed class StartRecord(TimeProvider time)
{
    private long _spawned;
    private StrongBox<StartupTimes>? _report;
    private long _accepted;
    private long _taken;
    private long _answered;

    /// <summary>As a timestamp of <see cref="Stopwatch"/>.</summary>
    public long Began { get; } = Stopwatch.GetTimestamp();

    public DateTimeOffset StartedAt { get; } = time.GetUtcNow();

    public int Pid { get; private set; }

    /// <summary>From the begin of the start until the operating system has created the process.</summary>
    public TimeSpan Spawn => Stopwatch.GetElapsedTime(Began, _spawned);

    /// <summary>From then until the service accepts a connection; null before that.</summary>
    public TimeSpan? Accept => _accepted is 0 ? null : Stopwatch.GetElapsedTime(_spawned, _accepted);

    /// <summary>From then, or from when the spare was taken, until the proxy has read the first answer; null before that.</summary>
    public TimeSpan? FirstAnswer => Volatile.Read(ref _answered) is 0 ? null : Stopwatch.GetElapsedTime(_taken is 0 ? _accepted : _taken, _answered);

    public StartKind Kind => TakenAt is null ? StartKind.Cold : StartKind.Spare;

    /// <summary>When a request took the spare; null if it is none.</summary>
    public DateTimeOffset? TakenAt { get; private set; }

    /// <summary>The first part of <see cref="Accept"/>: until the service's own code began; null if it does not say so.</summary>
    public TimeSpan? Runtime => Report is { } report ? Stopwatch.GetElapsedTime(_spawned, report.RuntimeStarted) : null;

    /// <summary>The second part of <see cref="Accept"/>: from then until the service began to accept; null if it does not say so.</summary>
    public TimeSpan? Application => Report is { } report ? Stopwatch.GetElapsedTime(report.RuntimeStarted, report.Accepting) : null;

    /// <summary>From the begin until a connection was accepted, or until now.</summary>
    public TimeSpan Elapsed => _accepted is 0 ? Stopwatch.GetElapsedTime(Began) : Stopwatch.GetElapsedTime(Began, _accepted);

    /// <summary>As a timestamp; null before that.</summary>
    public long? AcceptedAt => _accepted is 0 ? null : _accepted;

    /// <summary>The phases that have passed, as finely as they are known.</summary>
    public IEnumerable<StartPhase> Phases
    {
        get
        {
            if (_spawned is 0) yield break;
            yield return new("spawn", Began, _spawned);
            if (_accepted is 0) yield break;
            var report = Report;
            if (report is { } known)
            {
                yield return new("runtime", _spawned, known.RuntimeStarted);
                yield return new("application", known.RuntimeStarted, known.Accepting);
            }

            yield return new("accept", report?.Accepting ?? _spawned, _accepted);
        }
    }

    // By the process's wall clock: kept within the phase that it divides.
    private (long RuntimeStarted, long Accepting)? Report
    {
        get
        {
            if (_accepted is 0 || Volatile.Read(ref _report) is not { Value: var times }) return null;
            var started = Math.Clamp(TimestampOf(times.RuntimeStarted), _spawned, _accepted);
            return (started, Math.Clamp(TimestampOf(times.Accepting), started, _accepted));
        }
    }

    public void Spawned(int pid)
    {
        _spawned = Stopwatch.GetTimestamp();
        Pid = pid;
    }

    public void Accepted() => _accepted = Stopwatch.GetTimestamp();

    public void Taken()
    {
        _taken = Stopwatch.GetTimestamp();
        TakenAt = time.GetUtcNow();
    }

    /// <summary>What the process says of its start, when it announces itself or with its first answer. Only the first call counts.</summary>
    public void Reported(StartupTimes times) => Interlocked.CompareExchange(ref _report, new(times), null);

    /// <summary>Only the first call counts.</summary>
    public void Answered()
    {
        if (Volatile.Read(ref _answered) is 0) Interlocked.CompareExchange(ref _answered, Stopwatch.GetTimestamp(), 0);
    }

    private long TimestampOf(DateTime utc) => Began + (long)((utc - StartedAt.UtcDateTime).TotalSeconds * Stopwatch.Frequency);
}
