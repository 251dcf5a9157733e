namespace PerfRunner.Results;

/// <summary>The same case with every request traced and with none, measured in turns.</summary>
/// <param name="Requests">Of each kind.</param>
/// <param name="Ratio">P50WithMicroseconds / P50WithoutMicroseconds.</param>
internal sealed record TracingCost(int Requests, double P50WithMicroseconds, double P50WithoutMicroseconds, double Ratio);
