using LocalLambdas.Admin;
using PerfRunner.Load;
using PerfRunner.Programs;
using PerfRunner.Proxying;
using PerfRunner.Results;
using PerfRunner.Sampling;

namespace PerfRunner.Running;

/// <summary>Sends a request that starts its lambda, and looks whether it did.</summary>
internal sealed class ColdRequest(MeasuredProxy proxy)
{
    public Func<int, bool> ProcessExists { get; init; } = ProcessSignals.Exists;

    public async Task<ColdExchange> SendAsync(string lambda, LoadConnection connection, LoadRequest request, CancellationToken cancellationToken)
    {
        AdminClient admin = proxy.Admin!;

        // The last process that it knows of, also when it says that none runs: the operating system is asked about it.
        int? previousPid = (await admin.GetAsync(lambda, cancellationToken)).LastStart?.Pid;
        LambdaStatus stopped = await admin.StopAsync(lambda, cancellationToken);
        if (!ColdStartEvidence.IsGone(stopped, previousPid, ProcessExists))
        {
            return new ColdExchange(Exchange.NotSent(RequestError.NotCold), null);
        }

        int proxyId = proxy.Status!.Proxy.Pid;
        connection.TryOpen();
        ProcessSample? proxyBefore = ProcessSampler.Read(proxyId);
        DateTimeOffset sentAt = DateTimeOffset.UtcNow;
        Exchange exchange = connection.Send(request);
        ProcessSample? proxyAfter = ProcessSampler.Read(proxyId);
        if (exchange.Error is not null)
        {
            return new ColdExchange(exchange, null);
        }

        LambdaStatus answered = await admin.GetAsync(lambda, cancellationToken);
        if (ColdStartEvidence.StartOf(sentAt, previousPid, stopped, answered) is not { } start)
        {
            return new ColdExchange(exchange with { Error = RequestError.NotCold }, null);
        }

        ColdStartSample sample = new(
            sentAt,
            start.StartedAt,
            start.Pid,
            exchange.Microseconds,
            start.Phases.SpawnMicroseconds,
            start.Phases.AcceptMicroseconds!.Value,
            start.Phases.FirstAnswerMicroseconds!.Value);
        return new ColdExchange(exchange, sample)
        {
            ProxyBefore = proxyBefore,
            ProxyAfter = proxyAfter,
            Service = ProcessSampler.Read(start.Pid),
        };
    }
}

/// <param name="Start">Null when the exchange failed, which it does too when it was not cold.</param>
internal sealed record ColdExchange(Exchange Exchange, ColdStartSample? Start)
{
    public ProcessSample? ProxyBefore { get; init; }

    public ProcessSample? ProxyAfter { get; init; }

    /// <summary>Right after its first answer.</summary>
    public ProcessSample? Service { get; init; }
}
