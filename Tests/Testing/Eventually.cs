using System.Diagnostics;

namespace Testing;

/// <summary>Waits for a condition instead of for a time.</summary>
public static class Eventually
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    /// <summary>So long that only a failure reaches it, also on a busy machine.</summary>
    public static TimeSpan Limit { get; } = TimeSpan.FromSeconds(60);

    public static Task True(Func<bool> condition, string message) => True(() => Task.FromResult(condition()), () => message);

    public static async Task True(Func<Task<bool>> condition, Func<string> message)
    {
        var begin = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(begin) > Limit) throw new TimeoutException($"not within {Limit}: {message()}");
            await Task.Delay(Interval);
        }
    }

    public static Task<T> Within<T>(Task<T> task) => task.WaitAsync(Limit);

    public static Task Within(Task task) => task.WaitAsync(Limit);
}
