using System.Diagnostics;
using PerfRunner.Results;

namespace PerfRunner.Load;

/// <summary>One request and what came of it.</summary>
/// <param name="Error">Null for a success.</param>
/// <param name="SentAt">Stopwatch timestamp just before the first byte was sent.</param>
/// <param name="CompletedAt">Stopwatch timestamp when the last byte read had arrived.</param>
/// <param name="StatusCode">0 when there was none.</param>
/// <param name="BytesRead">Bytes of the answer, headers included.</param>
/// <param name="ServerTiming">The Server-Timing header as it was received, to be read when nothing is measured; null when there is none.</param>
internal readonly record struct Exchange(
    RequestError? Error, long SentAt, long CompletedAt, int StatusCode, long BytesRead, CacheState Cache, string? ServerTiming = null)
{
    private static readonly double MicrosecondsPerTick = 1e6 / Stopwatch.Frequency;

    /// <summary>A request that was never sent, and counts as failed all the same.</summary>
    public static Exchange NotSent(RequestError error)
    {
        long now = Stopwatch.GetTimestamp();
        return new Exchange(error, now, now, 0, 0, CacheState.Unknown);
    }

    public long Ticks => CompletedAt - SentAt;

    public double Microseconds => Ticks * MicrosecondsPerTick;

    /// <summary>By the clock that the proxy tells its times by, which is that of the machine.</summary>
    public double SentAtMicroseconds => SentAt * MicrosecondsPerTick;
}
