using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using LocalLambdas.Sockets.Linux;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Testing;

namespace LocalLambdas.Tests.Sockets.Linux;

/// <summary>A listener of the transport, and clients that are ordinary sockets.</summary>
[SupportedOSPlatform("linux")]
internal sealed class EpollServer : IAsyncDisposable
{
    private readonly IConnectionListener _listener;

    private EpollServer(IConnectionListener listener) => _listener = listener;

    public EndPoint EndPoint => _listener.EndPoint;

    public static async Task<EpollServer> StartAsync(ILoggerFactory? loggers = null)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "epoll is Linux's");
        return new(await new EpollTransport(loggers ?? NullLoggerFactory.Instance).BindAsync(new IPEndPoint(IPAddress.Loopback, 0)));
    }

    public Task<ConnectionContext?> AcceptAsync() => Eventually.Within(_listener.AcceptAsync().AsTask());

    public async Task<Socket> ConnectAsync()
    {
        Socket client = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(EndPoint);
        return client;
    }

    public async Task<(Socket Client, ConnectionContext Connection)> PairAsync()
    {
        var client = await ConnectAsync();
        return (client, (await AcceptAsync())!);
    }

    public ValueTask UnbindAsync() => _listener.UnbindAsync();

    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    /// <summary>So many bytes, taken out as they come.</summary>
    public static async Task<byte[]> ReadAsync(ConnectionContext connection, int bytes)
    {
        using MemoryStream read = new();
        while (read.Length < bytes)
        {
            var result = await Eventually.Within(connection.Transport.Input.ReadAsync().AsTask());
            foreach (var piece in result.Buffer) read.Write(piece.Span);
            connection.Transport.Input.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted) break;
        }

        return read.ToArray();
    }

    public static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        new Random(count).NextBytes(bytes);
        return bytes;
    }

    /// <summary>Writes without flushing.</summary>
    public static void Write(ConnectionContext connection, ReadOnlySpan<byte> bytes) => connection.Transport.Output.Write(bytes);

    public static async Task<byte[]> ReceiveAsync(Socket client, int bytes)
    {
        var buffer = new byte[bytes];
        var received = 0;
        while (received < bytes && await Eventually.Within(client.ReceiveAsync(buffer.AsMemory(received)).AsTask()) is > 0 and var count) received += count;
        return buffer[..received];
    }
}
