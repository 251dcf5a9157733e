using LocalLambdas.Admin;
using PerfRunner.Load;
using PerfRunner.Peers.Results;
using PerfRunner.Peers.Starting;
using PerfRunner.Running;

namespace PerfRunner.Peers.Cold;

/// <summary>A request to the proxy for a lambda whose process was stopped. The connection to the proxy is open.</summary>
internal sealed class ProxyColdStart(PeerLambda lambda, MeasuredProxy proxy, TimeSpan timeout) : IColdStart
{
    private readonly LoadConnection _connection = new(proxy.EndPoint, timeout);
    private readonly LoadRequest _request = LoadRequest.Get(proxy.Url, lambda.Path, CacheExpectation.MustNotHit);

    public string Name => $"local-lambdas-{lambda.Service.Label}{(lambda.HasSpare ? "-spare" : "")}";

    public string Means => lambda.HasSpare
        ? $"local_lambdas hands the request to a spare process of {lambda.Service.Project}"
        : $"local_lambdas starts {lambda.Service.Project}";

    public PeerService Service => lambda.Service;

    public bool HasSpare => lambda.HasSpare;

    public bool LeavesNew => HasSpare;

    public StartPhasesStatus? LastPhases { get; private set; }

    /// <summary>Has it at work for a while.</summary>
    public Task<LoadedService> LoadAsync(CancellationToken cancellationToken) => LoadedMemory.MeasureAsync(lambda, proxy, timeout, cancellationToken);

    public async Task<Exchange> StartAsync(CancellationToken cancellationToken)
    {
        await using CancellationTokenRegistration abort = cancellationToken.Register(_connection.Abort);
        ColdRequest cold = new(proxy) { TakesSpare = lambda.HasSpare };
        ColdExchange started = await cold.SendAsync(lambda.Variant.Id, _connection, _request, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        LastPhases = started.Start?.Phases;

        // Before anything else is measured: a process that has just begun goes on compiling for a while, and a spare that was taken is replaced.
        await cold.PrepareAsync(lambda.Variant.Id, cancellationToken);
        return started.Exchange;
    }

    public void Dispose() => _connection.Dispose();
}
