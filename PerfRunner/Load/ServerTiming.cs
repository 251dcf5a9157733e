namespace PerfRunner.Load;

/// <summary>What an answer's Server-Timing header says.</summary>
/// <param name="ReceivedMicroseconds">When the proxy began to handle the request, by the machine's monotonic clock; null when it does not say.</param>
/// <param name="Durations">By name, in microseconds.</param>
internal sealed record ServerTiming(double? ReceivedMicroseconds, IReadOnlyDictionary<string, double> Durations);
