using System.Net;
using PerfRunner.Proxying;
using PerfRunner.Running;

namespace PerfRunner.Peers.Starting;

/// <summary>local_lambdas as it is compared and measured here.</summary>
internal static class PeerProxy
{
    public const string Project = "LocalLambdas";

    /// <exception cref="PeerException">It did not come up.</exception>
    public static async Task<MeasuredProxy> StartAsync(string file, string manifest, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            ProxyUnderTest started = await ProxyUnderTest.StartAsync(new ProxyStart(file, manifest, IsForeign: false), cancellationToken);
            AdminClient admin = new(started.AdminUrl!, timeout);
            return new MeasuredProxy(
                started.Url, new IPEndPoint(IPAddress.Loopback, started.Url.Port), started, admin, await admin.ListAsync(cancellationToken));
        }
        catch (Exception exception) when (exception is ProxyStartException or AdminException)
        {
            throw new PeerException(exception.Message, exception);
        }
    }
}
