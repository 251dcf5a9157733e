using System.Net;

namespace PerfRunner.Load;

/// <summary>A thread for each connection: nothing wakes one up more directly, but many of them spend their time on changing places.</summary>
internal sealed class ThreadDriver(EndPoint endPoint, int connections, TimeSpan timeout) : ILoadDriver
{
    private readonly LoadConnection[] _connections =
        [.. Enumerable.Range(0, connections).Select(_ => new LoadConnection(endPoint, timeout))];

    public LoadResult Run(LoadRequest request, RequestCountdown countdown, CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration abort = cancellationToken.Register(Abort);
        LoadResult[] results = new LoadResult[_connections.Length];
        using Barrier start = new(_connections.Length);
        Thread[] threads = [.. _connections.Select((connection, index) => new Thread(() =>
        {
            LoadResult result = results[index] = new LoadResult();

            // All connections are open before the first request: a failed one is tried again, and counted, by its first request.
            connection.TryOpen();
            start.SignalAndWait(CancellationToken.None);
            new LoadWorker(() => connection.Send(request)).Run(countdown, exchange => result.Count(exchange), cancellationToken);
        })
        {
            IsBackground = true,
            Name = $"Load connection {index + 1}",
        })];

        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        LoadResult total = new();
        Array.ForEach(results, total.Add);
        return total;
    }

    public void Dispose() => Array.ForEach(_connections, connection => connection.Dispose());

    private void Abort() => Array.ForEach(_connections, connection => connection.Abort());
}
