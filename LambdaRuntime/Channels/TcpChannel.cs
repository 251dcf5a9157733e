using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace LambdaRuntime;

/// <summary>A TCP connection, for which a token shows who has connected.</summary>
internal static class TcpChannel
{
    /// <param name="endPoint">HOST:PORT#TOKEN.</param>
    public static Channel Open(string address, string endPoint)
    {
        var hash = endPoint.IndexOf('#');
        var colon = hash < 0 ? -1 : endPoint.LastIndexOf(':', hash);
        if (colon <= 0 || !ushort.TryParse(endPoint.AsSpan(colon + 1, hash - colon - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            throw ChannelAddress.Bad(address);
        var token = Encoding.UTF8.GetBytes(endPoint[(hash + 1)..]);
        if (token.Length > Frames.FrameLimits.MaxToken)
            throw ChannelAddress.Bad(address);

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Connect(endPoint[..colon], port);
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            throw ChannelAddress.CannotConnect(address[..address.IndexOf('#')], exception.SocketErrorCode.ToString());
        }

        // A frame that comes after both directions have ended is a reset, which takes back what is under way: RFC 9293, 3.6
        return new(
            new NetworkStream(socket, ownsSocket: true),
            "tcp",
            token,
            () => Shutdown(socket, SocketShutdown.Both),
            finish: () => Shutdown(socket, SocketShutdown.Send));
    }

    private static void Shutdown(Socket socket, SocketShutdown how)
    {
        try
        {
            socket.Shutdown(how);
        }
        catch (SocketException)
        {
            // The proxy was the first to end it
        }
    }
}
