namespace PerfRunner.Sampling;

/// <summary>What a process holds and has used so far.</summary>
internal readonly record struct ProcessSample(long ResidentBytes, double CpuSeconds);
