namespace LocalLambdas.Hosting;

/// <summary>When it is time to give memory back: once after every load, when hardly anything has been allocated between two looks.</summary>
internal sealed class IdleMemoryRule
{
    /// <summary>What heartbeats and timers may allocate meanwhile, and some forty requests. Those that the cache answers allocate nothing.</summary>
    public const long QuietBytes = 128 * 1024;

    /// <summary>Less than this leaves nothing behind that would be worth the pause.</summary>
    public const long LoadBytes = 4 * 1024 * 1024;

    private long _seen;
    private long _given;

    /// <param name="allocated">Bytes in all, since the program began.</param>
    /// <param name="live">
    /// Bytes in use: the pause grows with them, a full cache included. So it is not made more often than as much has been allocated.
    /// </param>
    public bool IsTime(long allocated, long live)
    {
        var isQuiet = allocated - _seen < QuietBytes;
        _seen = allocated;
        if (!isQuiet || allocated - _given < Math.Max(LoadBytes, live)) return false;
        _given = allocated;
        return true;
    }
}
