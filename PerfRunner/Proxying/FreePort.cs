using System.Net;
using System.Net.Sockets;

namespace PerfRunner.Proxying;

internal static class FreePort
{
    /// <summary>
    /// A port that is free now. Somebody else may take it before the proxy does, which then says so and ends;
    /// for a proxy that cannot choose one itself there is nothing better.
    /// </summary>
    public static int Choose()
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
