using System.Net;
using System.Net.Sockets;
using System.Text;
using FaultyLambda.Answers;

namespace FaultyLambda.Servers;

/// <summary>HTTP/1.1 with connections that are kept: envelopes, or plain HTTP.</summary>
internal static class HttpServer
{
    private const string UnixPrefix = "unix:";

    public static async Task RunAsync(string address, bool isPlain, Answerer answerer)
    {
        using var listener = Bind(address);
        listener.Listen(512);
        while (true)
        {
            var socket = await listener.AcceptAsync();
            if (socket.AddressFamily is AddressFamily.InterNetwork)
                socket.NoDelay = true;
            Connections.Watch(ServeAsync(socket, isPlain, answerer));
        }
    }

    private static Socket Bind(string address)
    {
        var isUnix = address.StartsWith(UnixPrefix, StringComparison.Ordinal);
        var listener = isUnix
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(isUnix ? new UnixDomainSocketEndPoint(address[UnixPrefix.Length..]) : IPEndPoint.Parse(address));
        return listener;
    }

    private static async Task ServeAsync(Socket socket, bool isPlain, Answerer answerer)
    {
        if (await Connections.IsClosedForSilenceAsync(socket, answerer.Behaviour))
            return;
        var connection = new NetworkStream(socket, ownsSocket: true);
        await (isPlain ? PlainConnection.ServeAsync(connection, answerer) : ServeAsync(connection, answerer));
    }

    private static async Task ServeAsync(Stream connection, Answerer answerer)
    {
        await using var stream = new BufferedStream(connection, 65536);
        while (await HttpRequest.ReadHeadAsync(stream) is { } head)
        {
            if ((head.Method, head.Target) != ("POST", "/"))
            {
                await SendAsync(connection, "405 Method Not Allowed", [], 0);
                return;
            }

            var answer = await answerer.AnswerAsync(Request.Parse(await head.ReadBodyAsync()));
            if (answer.Bytes is not { } bytes)
                return;

            if (answer.IsUnframed)
            {
                await connection.WriteAsync(bytes);
                continue;
            }

            await SendAsync(connection, "200 OK", bytes, answer.Sent);
            if (answer.Sent < bytes.Length)
                await connection.DisposeAsync();
            answerer.AfterAnswer();
            if (answer.Sent < bytes.Length)
                return;
        }
    }

    private static async Task SendAsync(Stream connection, string status, byte[] body, int sent)
    {
        var head = $"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n";
        await connection.WriteAsync(Encoding.ASCII.GetBytes(head));
        await connection.WriteAsync(body.AsMemory(0, sent));
    }
}
