using LocalLambdas.Admin;
using PerfRunner.Load;
using PerfRunner.Programs;
using PerfRunner.Sampling;

namespace PerfRunner.Running;

/// <summary>Sends a request that starts its lambda or takes a spare, and looks whether it did, and what it cost.</summary>
internal sealed class ColdRequest(MeasuredProxy proxy)
{
    /// <inheritdoc cref="ForcedStart.TakesSpare"/>
    public bool TakesSpare { get; init; }

    public Func<int, bool> ProcessExists { get; init; } = ProcessSignals.Exists;

    public async Task<ColdExchange> SendAsync(string lambda, LoadConnection connection, LoadRequest request, CancellationToken cancellationToken)
    {
        int proxyId = proxy.Status!.Proxy.Pid;
        ProcessSample? proxyBefore = null;
        ProcessSample? proxyAfter = null;
        connection.TryOpen();
        ForcedStartOutcome outcome = await StartOf(lambda).RunAsync(
            () =>
            {
                proxyBefore = ProcessSampler.Read(proxyId);
                Exchange sent = connection.Send(request);
                proxyAfter = ProcessSampler.Read(proxyId);
                return sent;
            },
            cancellationToken);
        return new ColdExchange(outcome.Exchange, outcome.SentAt, outcome.Start)
        {
            ProxyBefore = proxyBefore,
            ProxyAfter = proxyAfter,
            Service = outcome.Start is { } start ? ProcessSampler.Read(start.Pid) : null,
        };
    }

    /// <inheritdoc cref="ForcedStart.PrepareAsync"/>
    public Task PrepareAsync(string lambda, CancellationToken cancellationToken) => StartOf(lambda).PrepareAsync(cancellationToken);

    private ForcedStart StartOf(string lambda) => new(proxy.Admin!, lambda) { TakesSpare = TakesSpare, ProcessExists = ProcessExists };
}

/// <param name="Start">Null when the exchange failed, which it does too when it was served by another kind of process.</param>
internal sealed record ColdExchange(Exchange Exchange, DateTimeOffset SentAt, StartStatus? Start)
{
    public ProcessSample? ProxyBefore { get; init; }

    public ProcessSample? ProxyAfter { get; init; }

    /// <summary>Right after its first answer.</summary>
    public ProcessSample? Service { get; init; }
}
