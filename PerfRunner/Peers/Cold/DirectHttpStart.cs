using System.Net;
using PerfRunner.Load;
using PerfRunner.Peers.Starting;
using PerfRunner.Programs;

namespace PerfRunner.Peers.Cold;

/// <summary>The web service started and asked without a proxy, connection included.</summary>
internal sealed class DirectHttpStart(PeerService service, TimeSpan timeout) : IColdStart
{
    public string Name => PeerService.DirectPrefix + service.Label;

    public string Means => $"{service.Project} started by the runner, asked over TCP as soon as it listens";

    public PeerService Service => service;

    public async Task<Exchange> StartAsync(CancellationToken cancellationToken)
    {
        IPEndPoint address = new(IPAddress.Loopback, FreePort.Choose());
        LoadRequest request = LoadRequest.Get(new Uri($"http://{address}"), PeerSite.HttpPath, CacheExpectation.None);
        using LoadConnection connection = new(address, timeout);
        return await DirectProcess.StartAsync(
            service.File,
            HttpServiceProcess.Environment($"{address}"),
            channel: null,
            () => connection.TryOpen() ? connection.Send(request) : null,
            timeout,
            cancellationToken);
    }

    public void Dispose()
    {
        // Nothing is kept from one start to the next.
    }
}
