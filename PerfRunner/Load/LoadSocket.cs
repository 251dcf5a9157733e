using System.Net;
using System.Net.Sockets;

namespace PerfRunner.Load;

internal static class LoadSocket
{
    /// <summary>Not yet connected; what is written to it is sent at once.</summary>
    public static Socket Create(EndPoint endPoint)
    {
        Socket socket = new(endPoint.AddressFamily, SocketType.Stream, endPoint is IPEndPoint ? ProtocolType.Tcp : ProtocolType.Unspecified);
        if (endPoint is IPEndPoint)
        {
            socket.NoDelay = true;
        }

        return socket;
    }
}
