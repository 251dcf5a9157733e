using System.Net;
using System.Runtime.Versioning;

namespace PerfRunner.Load.Epoll;

/// <summary>Few threads, each with the same share of the connections.</summary>
[SupportedOSPlatform("linux")]
internal sealed class EpollDriver : ILoadDriver
{
    private readonly EpollLoop[] _loops;

    public EpollDriver(EndPoint endPoint, int connections, TimeSpan timeout)
    {
        int threads = Threads(connections, Environment.ProcessorCount);
        _loops = [.. Enumerable.Range(0, threads).Select(index => new EpollLoop(endPoint, Share(connections, threads, index), timeout))];
    }

    /// <summary>Half of the processors: what is measured needs the others, and a single loop keeps one of them busy at most.</summary>
    public static int Threads(int connections, int processors) => Math.Clamp(processors / 2, 1, connections);

    public static int Share(int connections, int threads, int index) => (connections / threads) + (index < connections % threads ? 1 : 0);

    public LoadResult Run(LoadRequest request, RequestCountdown countdown, CancellationToken cancellationToken)
    {
        LoadResult[] results = new LoadResult[_loops.Length];
        using Barrier start = new(_loops.Length);
        Thread[] threads = [.. _loops.Select((loop, index) => new Thread(() =>
        {
            loop.Open();
            start.SignalAndWait(CancellationToken.None);
            results[index] = loop.Run(request, countdown, cancellationToken);
        })
        {
            IsBackground = true,
            Name = $"Load loop {index + 1}",
        })];

        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        LoadResult total = new();
        Array.ForEach(results, total.Add);
        return total;
    }

    public void Dispose() => Array.ForEach(_loops, loop => loop.Dispose());
}
