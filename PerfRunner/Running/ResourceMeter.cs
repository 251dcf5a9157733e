using PerfRunner.Results;
using PerfRunner.Sampling;

namespace PerfRunner.Running;

/// <summary>Adds up what a process cost over the timed parts of a case, and nothing between them.</summary>
internal sealed class ResourceMeter
{
    private readonly List<long> _residentBytes = [];
    private double? _cpuSeconds;

    /// <param name="before">Null for a process that did not exist: all it has used since counts.</param>
    /// <param name="after">Null when it could not be looked at.</param>
    public void Add(ProcessSample? before, ProcessSample? after)
    {
        if (after is { } end)
        {
            _residentBytes.Add(end.ResidentBytes);
            _cpuSeconds = (_cpuSeconds ?? 0) + end.CpuSeconds - (before?.CpuSeconds ?? 0);
        }
    }

    /// <returns>Null when nothing could be looked at.</returns>
    public ProcessFigures? Figures(int requests) => _residentBytes.Count == 0 || requests == 0
        ? null
        : new ProcessFigures((long)_residentBytes.Average(), _cpuSeconds / requests);
}
