using System.Net;
using System.Net.Sockets;

namespace PerfRunner.Load;

internal static class LoadSocket
{
    /// <summary>Not yet connected; what is written to it is sent at once.</summary>
    public static Socket Create(EndPoint endPoint)
    {
        bool isIp = endPoint is IPEndPoint;
        return new Socket(endPoint.AddressFamily, SocketType.Stream, isIp ? ProtocolType.Tcp : ProtocolType.Unspecified) { NoDelay = isIp };
    }
}
