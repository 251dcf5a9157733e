namespace PerfRunner.Results;

/// <summary>What a process cost during a case. A figure that the operating system does not tell is null.</summary>
/// <param name="ResidentBytes">Resident memory at the end of the case; cold cases: mean over the starts, each after its answer.</param>
/// <param name="CpuSecondsPerRequest">Processor time, user and system, divided by the requests; cold cases: the service's start included.</param>
internal sealed record ProcessFigures(long? ResidentBytes, double? CpuSecondsPerRequest);
