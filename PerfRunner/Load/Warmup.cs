using System.Diagnostics;

namespace PerfRunner.Load;

/// <summary>Sends untimed requests until what is measured has settled.</summary>
internal static class Warmup
{
    /// <summary>
    /// A method is compiled again 100 ms after the last new one was seen (tiered compilation), and once more after that with
    /// what was learned (profile-guided optimization). Fast requests are done before, so their number alone does not warm up.
    /// </summary>
    public static readonly TimeSpan MinTime = TimeSpan.FromMilliseconds(500);

    /// <param name="requests">At least so many; none for 0.</param>
    /// <param name="send">Sends so many requests; throws when it is cancelled.</param>
    /// <returns>With fewer requests when they fail.</returns>
    public static LoadResult Run(int requests, TimeSpan minTime, Func<int, LoadResult> send)
    {
        LoadResult total = new();
        long startedAt = Stopwatch.GetTimestamp();
        while (requests > 0 && total.Errors == 0 && (total.Requests < requests || Stopwatch.GetElapsedTime(startedAt) < minTime))
        {
            total.Add(send(requests));
        }

        return total;
    }
}
