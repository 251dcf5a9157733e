using System.Net;
using System.Net.Sockets;
using LocalLambdas.Caching;
using LocalLambdas.Hosting.FastPath;
using LocalLambdas.Sockets.Linux;
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
    // So long that it is none, and not so long that a sum with it overflows.
    private static readonly TimeSpan Endless = TimeSpan.FromDays(36500);

    // What of a request may wait to be read: as much as keeps a body flowing.
    private const int UnreadBytes = 128 * 1024;

    private readonly EndPoint _endPoint;
    private readonly KestrelServer _server;

    /// <param name="transport">Where connections come from; null: from sockets.</param>
    /// <param name="cache">What may be answered without Kestrel; null: nothing.</param>
    public BareKestrel(
        EndPoint endPoint,
        RequestLimits limits,
        IServiceProvider services,
        ILoggerFactory loggers,
        IConnectionListenerFactory? transport = null,
        ResponseCache? cache = null)
    {
        _endPoint = endPoint;
        var options = new KestrelServerOptions
        {
            AddServerHeader = false,
            ApplicationServices = services,
            Limits = { MaxRequestBodySize = limits.Body.HeldBytes, MaxRequestHeadersTotalSize = limits.HeaderBytes, MaxRequestBufferSize = Math.Max(UnreadBytes, limits.HeaderBytes) },
            RequestHeaderEncodingSelector = HeaderEncoding.For,

            ResponseHeaderEncodingSelector = static _ => HeaderEncoding.Instance,
        };
        options.Listen(endPoint, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            if (cache is not null) Use(listen, new(new(cache, limits.HeaderBytes), TimeProvider.System, options.Limits.KeepAliveTimeout));
            listen.Use(ServerErrorWriter.Middleware);
        });
        _server = new KestrelServer(Options.Create(options), transport ?? Transport(endPoint, loggers), loggers);
    }

    /// <summary>Where it really listens, once started: a port 0 has become a number.</summary>
    public string Address => _endPoint is UnixDomainSocketEndPoint ? $"unix:{_endPoint}" : _server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single();

    /// <exception cref="IOException">The address is in use or cannot be had.</exception>
    public async Task StartAsync(IHttpApplication<IFeatureCollection> application, CancellationToken cancellationToken)
    {
        try
        {
            await _server.StartAsync(application, cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException exception)
        {
            // Kestrel makes an IOException of an address in use, but not of one that is no address of this machine or not allowed.
            throw new IOException($"{_endPoint} cannot be listened on: {exception.Message}", exception);
        }
    }

    /// <summary>Accepts no more, and lets requests in flight finish until the token says that it is enough.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _server.StopAsync(cancellationToken);

    public void Dispose() => _server.Dispose();

    // How long a connection may be idle is said by the fast path then: Kestrel sees only a part of the requests.
    private static void Use(ListenOptions listen, FastPathMiddleware fastPath)
    {
        listen.KestrelServerOptions.Limits.KeepAliveTimeout = Endless;
        listen.Use(next => connection => fastPath.RunAsync(connection, next));
    }

    private static IConnectionListenerFactory Transport(EndPoint endPoint, ILoggerFactory loggers) =>
        OperatingSystem.IsLinux() && endPoint is IPEndPoint ? new EpollTransport(loggers) : SocketTransport.Create(Bind, loggers);

    // Nobody can connect before Kestrel listens, so no other user gets in before the mode is set.
    private static Socket Bind(EndPoint endPoint)
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endPoint);
        if (endPoint is UnixDomainSocketEndPoint && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(endPoint.ToString()!, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return socket;
    }
}
