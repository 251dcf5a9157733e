using System.Diagnostics;

namespace LambdaRuntime;

/// <summary>
/// Whether handlers run on the thread that receives, which costs least, or on the thread pool, so that one that takes its time holds up
/// nobody. They run inline until one is found that blocks; then not for a while, which doubles if they go on to block.
/// </summary>
internal sealed class InlinePolicy
{
    private const long ShortestPause = 1_000;
    private const long LongestPause = 60_000;

    // Handlers that block need a thread each, and the pool adds them at a rate of two a second beyond this number
    private const int PoolThreads = 64;

    private long _pause = ShortestPause;
    private long _inlineFrom;

    /// <summary>A handler that has taken the receiving thread for so long has blocked it.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromMilliseconds(10);

    public bool IsInline => Environment.TickCount64 >= Volatile.Read(ref _inlineFrom);

    /// <summary>An inline handler was found to block.</summary>
    public void Blocked()
    {
        var now = Environment.TickCount64;
        if (_inlineFrom == 0)
            AddThreads();
        _pause = _inlineFrom > 0 && now < _inlineFrom + _pause ? Math.Min(2 * _pause, LongestPause) : ShortestPause;
        Volatile.Write(ref _inlineFrom, now + _pause);
    }

    /// <summary>A handler has run on the pool.</summary>
    /// <param name="began">By <see cref="Stopwatch.GetTimestamp"/>.</param>
    public void Measured(long began)
    {
        if (Stopwatch.GetElapsedTime(began) >= Patience)
            Volatile.Write(ref _inlineFrom, Environment.TickCount64 + _pause);
    }

    private static void AddThreads()
    {
        ThreadPool.GetMinThreads(out var workers, out var completionPorts);
        if (workers < PoolThreads)
            ThreadPool.SetMinThreads(PoolThreads, completionPorts);
    }
}
