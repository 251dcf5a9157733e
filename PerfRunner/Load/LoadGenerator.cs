using System.Net;

namespace PerfRunner.Load;

/// <summary>
/// Makes load in a closed loop over a fixed number of connections, which stay open from one run to the next:
/// what the warm-up has opened, the timed run uses.
/// </summary>
internal sealed class LoadGenerator : IDisposable
{
    private readonly LoadConnection[] _connections;

    public LoadGenerator(EndPoint endPoint, int connections, TimeSpan timeout)
    {
        _connections = [.. Enumerable.Range(0, connections).Select(_ => new LoadConnection(endPoint, timeout))];
    }

    /// <summary>Sends the requests and waits for all answers. Blocks: each connection has a thread of its own.</summary>
    public LoadResult Run(LoadRequest request, long requests, CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration abort = cancellationToken.Register(Abort);
        RequestCountdown countdown = new(requests);
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
        cancellationToken.ThrowIfCancellationRequested();

        LoadResult total = new();
        Array.ForEach(results, total.Add);
        return total;
    }

    public void Dispose() => Array.ForEach(_connections, connection => connection.Dispose());

    private void Abort() => Array.ForEach(_connections, connection => connection.Abort());
}
