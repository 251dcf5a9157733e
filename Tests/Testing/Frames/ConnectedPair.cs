using System.Net;
using System.Net.Sockets;

namespace Testing.Frames;

/// <summary>Two ends of one connection.</summary>
public static class ConnectedPair
{
    public static async Task<(Stream Client, Stream Server)> CreateAsync()
    {
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var client = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await client.ConnectAsync(listener.LocalEndPoint!);
        return (new NetworkStream(client, ownsSocket: true), new NetworkStream(await listener.AcceptAsync(), ownsSocket: true));
    }
}
