using System.Diagnostics;

namespace LocalLambdas.Tests.Processes;

/// <summary>Waits for what comes without a notice; the limit is for a broken program only.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);

    public static async Task True(Func<bool> condition, string what)
    {
        long begin = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(begin) < Limit, $"never: {what}");
            await Task.Delay(Interval, TestContext.Current.CancellationToken);
        }
    }

    public static Task<T> Within<T>(Task<T> task) => task.WaitAsync(Limit, TestContext.Current.CancellationToken);

    public static Task Within(Task task) => task.WaitAsync(Limit, TestContext.Current.CancellationToken);
}
