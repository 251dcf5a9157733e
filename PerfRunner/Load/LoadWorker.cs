namespace PerfRunner.Load;

/// <summary>The closed loop of one connection: the next request is sent when the last answer has been read.</summary>
internal sealed class LoadWorker(LoadConnection connection)
{
    /// <summary>After so many failures in a row a connection stops: what never works must not take requests x timeout to say so.</summary>
    public const int MaxConsecutiveFailures = 10;

    public LoadResult Run(LoadRequest request, RequestCountdown countdown, CancellationToken cancellationToken)
    {
        LoadResult result = new();
        Run(request, countdown, result, cancellationToken);
        return result;
    }

    public void Run(LoadRequest request, RequestCountdown countdown, LoadResult result, CancellationToken cancellationToken)
    {
        int failures = 0;
        while (failures < MaxConsecutiveFailures && !cancellationToken.IsCancellationRequested && countdown.TryTake())
        {
            Exchange exchange = connection.Send(request);
            result.Count(exchange);
            failures = exchange.Error is null ? 0 : failures + 1;
        }
    }
}
