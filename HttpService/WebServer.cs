using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HttpService;

/// <summary>Kestrel without a host around it: no services, no configuration, no routing, none of which answers a request sooner.</summary>
internal sealed class WebServer : IDisposable
{
    private readonly KestrelServer _server;

    /// <param name="maxBodyBytes">Null: no limit.</param>
    public WebServer(EndPoint address, long? maxBodyBytes, ILoggerFactory loggers)
    {
        var options = new KestrelServerOptions { AddServerHeader = false, Limits = { MaxRequestBodySize = maxBodyBytes } };
        options.Listen(address, listen => listen.Protocols = HttpProtocols.Http1);
        _server = new(Options.Create(options), new SocketTransportFactory(Options.Create(new SocketTransportOptions()), loggers), loggers);
    }

    /// <exception cref="IOException">The address is taken.</exception>
    public Task StartAsync(RequestDelegate answer) => _server.StartAsync(new Application(answer), CancellationToken.None);

    /// <summary>Accepts no more, and lets requests in flight finish until the token says that it is enough.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _server.StopAsync(cancellationToken);

    public void Dispose() => _server.Dispose();

    private sealed class Application(RequestDelegate answer) : IHttpApplication<HttpContext>
    {
        public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

        public Task ProcessRequestAsync(HttpContext context) => answer(context);

        public void DisposeContext(HttpContext context, Exception? exception)
        {
        }
    }
}
