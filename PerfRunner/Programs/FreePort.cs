using System.Net;
using System.Net.Sockets;

namespace PerfRunner.Programs;

internal static class FreePort
{
    /// <summary>
    /// A port that is free now. Somebody else may take it before the program does, which then says so and ends;
    /// for a program that cannot choose one itself there is nothing better.
    /// </summary>
    public static int Choose() => Choose(1)[0];

    /// <summary>Different ones: each is held until all are known.</summary>
    public static int[] Choose(int count)
    {
        Socket[] sockets = [.. Enumerable.Range(0, count).Select(_ => Bound())];
        int[] ports = [.. sockets.Select(socket => ((IPEndPoint)socket.LocalEndPoint!).Port)];
        Array.ForEach(sockets, socket => socket.Dispose());
        return ports;
    }

    private static Socket Bound()
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }
}
