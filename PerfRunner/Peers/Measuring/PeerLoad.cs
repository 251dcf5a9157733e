using PerfRunner.Load;
using PerfRunner.Sampling;

namespace PerfRunner.Peers.Measuring;

/// <summary>One measurement of one way, untimed requests before it.</summary>
internal static class PeerLoad
{
    /// <param name="bodyBytes">The length of every answer's body.</param>
    public static LoadResult Measure(
        Contender contender, int connections, TimeSpan warmup, TimeSpan duration, long bodyBytes, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using LoadGenerator generator = new(contender.EndPoint, connections, timeout);
        LoadRequest request = contender.Request.Expecting(bodyBytes);
        LoadResult untimed = generator.Run(request, warmup, cancellationToken);

        // Not those that have ended meanwhile, as nginx's cache loader does a minute after the start
        int[] processIds = [.. contender.ProcessIds.Where(id => ProcessSampler.Read(id) is not null)];
        double? before = ProcessSampler.CpuSecondsOf(processIds);
        LoadResult timed = generator.Run(request, duration, cancellationToken);
        timed.ProcessorSeconds = ProcessSampler.CpuSecondsOf(processIds) - before;
        timed.AddFailures(untimed);
        return timed;
    }
}
