namespace PerfRunner.Load;

/// <summary>The closed loop of one connection: the next request is sent when the last answer has been read.</summary>
internal sealed class LoadWorker(Func<Exchange> send)
{
    /// <summary>After so many failures in a row a connection stops: what never works must not take requests x timeout to say so.</summary>
    public const int MaxConsecutiveFailures = 10;

    public void Run(RequestCountdown countdown, Action<Exchange> count, CancellationToken cancellationToken)
    {
        int failures = 0;
        while (failures < MaxConsecutiveFailures && !cancellationToken.IsCancellationRequested && countdown.TryTake())
        {
            Exchange exchange = send();
            count(exchange);
            failures = exchange.Error is null ? 0 : failures + 1;
        }
    }
}
