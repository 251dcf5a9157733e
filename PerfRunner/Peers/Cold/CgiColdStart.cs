using System.Net;
using PerfRunner.Load;

namespace PerfRunner.Peers.Cold;

/// <summary>A request to a web server that starts a process for it. The connection to the web server is open.</summary>
internal sealed class CgiColdStart(PeerService service, EndPoint endPoint, string path, TimeSpan timeout) : IColdStart
{
    private readonly LoadConnection _connection = new(endPoint, timeout);
    private readonly LoadRequest _request = LoadRequest.Get(new Uri($"http://{endPoint}"), path, CacheExpectation.None);

    public string Name => $"lighttpd-{service.Label}";

    public string Means => "lighttpd starts PipeService's handler as a CGI program (mod_cgi), one process a request";

    public PeerService Service => service;

    public async Task<Exchange> StartAsync(CancellationToken cancellationToken)
    {
        await using CancellationTokenRegistration abort = cancellationToken.Register(_connection.Abort);
        _connection.TryOpen();
        return _connection.Send(_request);
    }

    public void Dispose() => _connection.Dispose();
}
