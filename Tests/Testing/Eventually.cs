using System.Diagnostics;

namespace Testing;

/// <summary>Waits for a condition instead of for a time.</summary>
public static class Eventually
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <summary>Long enough for a busy machine; a condition that holds never waits for it.</summary>
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    public static Task True(Func<bool> condition, string message, TimeSpan? timeout = null) =>
        True(() => Task.FromResult(condition()), () => message, timeout);

    public static async Task True(Func<Task<bool>> condition, Func<string> message, TimeSpan? timeout = null)
    {
        var waiting = Stopwatch.StartNew();
        while (!await condition())
        {
            if (waiting.Elapsed > (timeout ?? DefaultTimeout))
                throw new TimeoutException($"not within {timeout ?? DefaultTimeout}: {message()}");
            await Task.Delay(Interval);
        }
    }
}
