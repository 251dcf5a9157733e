using System.Diagnostics;
using System.Runtime.Versioning;
using LocalLambdas.Sockets.Linux;

namespace PerfRunner.Load.Epoll;

/// <summary>One run of a loop: two system calls a request, and a share of a third.</summary>
[SupportedOSPlatform("linux")]
internal sealed class EpollRun(EpollSet set, EpollConnection[] connections, byte[] buffer, TimeSpan timeout)
{
    private const int MaxSweepMilliseconds = 100;

    private readonly LoadResult _result = new();
    private int _inFlight = connections.Length;

    public LoadResult Run(LoadRequest request, RequestCountdown countdown, CancellationToken cancellationToken)
    {
        foreach (EpollConnection connection in connections)
        {
            Next(connection, request, countdown, cancellationToken);
        }

        // How late a timeout or a cancellation may be noticed while nothing arrives.
        int sweepMilliseconds = (int)Math.Clamp(timeout.TotalMilliseconds / 10, 1, MaxSweepMilliseconds);
        long sweepTicks = sweepMilliseconds * Stopwatch.Frequency / 1000;
        long sweptAt = Stopwatch.GetTimestamp();
        while (_inFlight > 0)
        {
            int ready = set.Wait(sweepMilliseconds);
            for (int i = 0; i < ready; i++)
            {
                EpollConnection connection = connections[set.Event(i).Key];
                if (connection.Continue(buffer) is { } exchange)
                {
                    _result.Count(exchange);
                    Next(connection, request, countdown, cancellationToken);
                }
            }

            long now = Stopwatch.GetTimestamp();
            if (now - sweptAt >= sweepTicks)
            {
                sweptAt = now;
                if (cancellationToken.IsCancellationRequested)
                {
                    Array.ForEach(connections, connection => connection.Abandon());
                    return _result;
                }

                EndOverdue(now, request, countdown, cancellationToken);
            }
        }

        return _result;
    }

    /// <summary>Sends requests until one is under way, or there are no more to be sent.</summary>
    private void Next(EpollConnection connection, LoadRequest request, RequestCountdown countdown, CancellationToken cancellationToken)
    {
        while (!connection.IsGivenUp && !cancellationToken.IsCancellationRequested && countdown.TryTake())
        {
            if (connection.Begin(request) is not { } exchange)
            {
                return;
            }

            _result.Count(exchange);
        }

        _inFlight--;
    }

    private void EndOverdue(long now, LoadRequest request, RequestCountdown countdown, CancellationToken cancellationToken)
    {
        foreach (EpollConnection connection in connections)
        {
            if (connection.EndWhenOverdue(now) is { } exchange)
            {
                _result.Count(exchange);
                Next(connection, request, countdown, cancellationToken);
            }
        }
    }
}
