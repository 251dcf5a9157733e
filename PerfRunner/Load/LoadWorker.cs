namespace PerfRunner.Load;

/// <summary>The closed loop of one connection: the next request is sent when the last answer has been read.</summary>
internal sealed class LoadWorker(Func<Exchange> send)
{
    public void Run(RequestCountdown countdown, Action<Exchange> count, CancellationToken cancellationToken)
    {
        FailureStreak failures = default;
        while (!failures.IsOver && !cancellationToken.IsCancellationRequested && countdown.TryTake())
        {
            Exchange exchange = send();
            count(exchange);
            failures.Count(exchange);
        }
    }
}
