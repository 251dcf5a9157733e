using System.Diagnostics;
using PerfRunner.Load;

namespace PerfRunner.Tests.Statistics;

internal static class Recorders
{
    public static LatencyRecorder Of(IEnumerable<double> microseconds)
    {
        LatencyRecorder recorder = new();
        foreach (var value in microseconds) recorder.Record((long)Math.Round(value * Stopwatch.Frequency / 1e6));
        return recorder;
    }
}
