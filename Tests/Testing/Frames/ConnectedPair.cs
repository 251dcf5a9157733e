using System.Net.Sockets;

namespace Testing.Frames;

/// <summary>Two ends of one connection.</summary>
public static class ConnectedPair
{
    public static async Task<(Stream Client, Stream Server)> CreateAsync()
    {
        using var folder = new TempFolder();
        var address = new UnixDomainSocketEndPoint(folder.File("s"));
        using var listener = Create();
        listener.Bind(address);
        listener.Listen();
        var client = Create();
        await client.ConnectAsync(address);
        return (new NetworkStream(client, ownsSocket: true), new NetworkStream(await listener.AcceptAsync(), ownsSocket: true));
    }

    private static Socket Create() => new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
}
