using PerfRunner.Load;
using PerfRunner.Peers.Results;
using PerfRunner.Peers.Starting;
using PerfRunner.Running;
using PerfRunner.Sampling;

namespace PerfRunner.Peers.Cold;

/// <summary>How much memory a service has when it has been at work; only those that are started cold are built in every way.</summary>
internal static class LoadedMemory
{
    private const int Connections = 16;

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(1);

    public static async Task<LoadedService> MeasureAsync(PeerLambda lambda, MeasuredProxy proxy, TimeSpan timeout, CancellationToken cancellationToken)
    {
        LoadRequest request = LoadRequest.Get(proxy.Url, lambda.Path, CacheExpectation.MustNotHit);
        using LoadGenerator generator = new(proxy.EndPoint, Connections, timeout);
        LoadResult load = generator.Run(request, Duration, cancellationToken);
        int? pid = (await proxy.Admin!.GetAsync(lambda.Variant.Id, cancellationToken)).Pid;
        return new LoadedService(
            lambda.Service.Project,
            lambda.Service.Flavor.ToString().ToLowerInvariant(),
            load.Requests,
            load.Errors,
            pid is { } running ? ProcessSampler.Read(running)?.ResidentBytes : null);
    }
}
