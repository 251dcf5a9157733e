using System.Net;
using System.Net.Sockets;
using LocalLambdas.Sockets;

namespace LocalLambdas.Transports.Http;

/// <summary>Where a service listens.</summary>
/// <param name="Address">For telemetry: host and port, or a path.</param>
/// <param name="Announced">As the process is told it.</param>
/// <param name="Authority">The <c>Host</c> of requests whose client named none.</param>
internal sealed record HttpEndPoint(EndPoint EndPoint, string Address, string Announced, string Authority)
{
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMilliseconds(1);

    public static HttpEndPoint Tcp(IPEndPoint endPoint)
    {
        var text = endPoint.ToString();
        return new(endPoint, text, text, text);
    }

    public static HttpEndPoint Unix(string path) => new(new UnixDomainSocketEndPoint(path), path, $"unix:{path}", "localhost");

    /// <exception cref="SocketException">Nobody accepts there.</exception>
    public async ValueTask<LambdaSocket> ConnectAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await LambdaSocket.ConnectAsync(EndPoint, cancellationToken).ConfigureAwait(false);
            }
            catch (SocketException exception) when (exception.SocketErrorCode is SocketError.WouldBlock)
            {
                // connect(2), EAGAIN: as many wait for a Unix socket's accept(2) as it lets wait. TCP would wait by itself.
                await Task.Delay(AskAgainAfter, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
