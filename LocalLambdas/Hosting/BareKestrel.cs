using System.Net;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LocalLambdas.Hosting;

/// <summary>Kestrel without anything around it: no middleware, no routing, no context beyond the features of the connection.</summary>
internal sealed class BareKestrel : IDisposable
{
    private readonly KestrelServer _server;

    /// <param name="transport">Where connections come from; null: from sockets.</param>
    public BareKestrel(IPEndPoint endPoint, IServiceProvider services, ILoggerFactory loggers, IConnectionListenerFactory? transport = null)
    {
        var options = new KestrelServerOptions { AddServerHeader = false, ApplicationServices = services };

        // Envelopes are UTF-8, and Kestrel reads request headers as UTF-8: an answer's header that is not ASCII goes the same way.
        options.ResponseHeaderEncodingSelector = static _ => Encoding.UTF8;
        options.Listen(endPoint, listen => listen.Protocols = HttpProtocols.Http1);
        transport ??= new SocketTransportFactory(Options.Create(new SocketTransportOptions()), loggers);
        _server = new KestrelServer(Options.Create(options), transport, loggers);
    }

    /// <summary>Where it really listens, once started: a port 0 has become a number.</summary>
    public string Address => _server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single();

    /// <exception cref="IOException">The address is in use or cannot be had.</exception>
    public Task StartAsync(IHttpApplication<IFeatureCollection> application, CancellationToken cancellationToken) =>
        _server.StartAsync(application, cancellationToken);

    /// <summary>Accepts no more, and lets requests in flight finish until the token says that it is enough.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _server.StopAsync(cancellationToken);

    public void Dispose() => _server.Dispose();
}
