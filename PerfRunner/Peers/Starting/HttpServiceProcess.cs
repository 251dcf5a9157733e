using System.Diagnostics;
using System.Net;

namespace PerfRunner.Peers.Starting;

/// <summary>The repository's web service, started as the proxy would start it.</summary>
internal static class HttpServiceProcess
{
    /// <param name="address">Host and port, or unix: and a path (docs/protocol.md).</param>
    public static IReadOnlyDictionary<string, string> Environment(string address) =>
        new Dictionary<string, string> { ["HTTP_ADDRESS"] = address, ["LAMBDA_PROTOCOL"] = "http" };

    /// <exception cref="PeerException">It did not come up.</exception>
    public static Task<PeerProcess> StartAsync(string file, string address, EndPoint endPoint, CancellationToken cancellationToken)
    {
        ProcessStartInfo start = new(file);
        foreach ((string name, string value) in Environment(address))
        {
            start.Environment[name] = value;
        }

        return PeerProcess.StartAsync(start, [endPoint], cancellationToken);
    }
}
