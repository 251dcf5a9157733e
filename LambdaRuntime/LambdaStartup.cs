namespace LambdaRuntime;

/// <summary>
/// What the process knows of its own start. It tells it in its first answer, so that the time that the runtime took can be told from the time
/// that the application took. <see cref="Lambda.RunAsync(LambdaHandler)"/> does this; a program that listens by itself calls both methods.
/// </summary>
public static class LambdaStartup
{
    private static long _began;
    private static long _accepting;
    private static int _told;
    private static int _invoked;

    /// <summary>To be called in the first line of the program.</summary>
    public static void Begin() => Stamp(ref _began);

    /// <summary>To be called when connections are accepted. The first request counts as that too.</summary>
    public static void Accepting() => Stamp(ref _accepting);

    /// <summary>True once.</summary>
    internal static bool IsFirstInvocation() => Interlocked.Exchange(ref _invoked, 1) == 0;

    /// <summary>True once, if there is something to tell. Both are nanoseconds since 1970.</summary>
    internal static bool TryTell(out long began, out long accepting)
    {
        began = _began * TimeSpan.NanosecondsPerTick;
        accepting = _accepting * TimeSpan.NanosecondsPerTick;
        return _began != 0 && _accepting != 0 && Interlocked.Exchange(ref _told, 1) == 0;
    }

    private static void Stamp(ref long moment)
    {
        if (moment == 0)
            Interlocked.CompareExchange(ref moment, (DateTime.UtcNow - DateTime.UnixEpoch).Ticks, 0);
    }
}
