using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;

namespace LocalLambdas.Sockets.Linux;

/// <summary>Where Kestrel's connections come from on Linux: sockets without System.Net.Sockets around each call (docs/performance.md).</summary>
[SupportedOSPlatform("linux")]
internal sealed class EpollTransport(ILoggerFactory loggers) : IConnectionListenerFactory
{
    private const int Backlog = 512;

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        Socket? socket = null;
        try
        {
            socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
            socket.Listen(Backlog);
        }
        catch (SocketException exception)
        {
            socket?.Dispose();
            if (exception.SocketErrorCode is SocketError.AddressAlreadyInUse) throw new AddressInUseException(exception.Message, exception);
            throw;
        }

        return new(new EpollListener(socket, loggers.CreateLogger<EpollListener>()));
    }
}
