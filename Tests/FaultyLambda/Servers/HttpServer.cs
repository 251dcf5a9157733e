using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FaultyLambda.Servers;

/// <summary>HTTP/1.1 with connections that are kept, as far as the envelope needs it.</summary>
internal static class HttpServer
{
    public static async Task RunAsync(string address, Answerer answerer)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(IPEndPoint.Parse(address));
        listener.Listen(512);
        while (true)
        {
            var socket = await listener.AcceptAsync();
            socket.NoDelay = true;
            Connections.Watch(ServeAsync(socket, answerer));
        }
    }

    private static async Task ServeAsync(Socket socket, Answerer answerer)
    {
        if (!await Connections.IsClosedForSilenceAsync(socket, answerer.Behaviour))
            await ServeAsync(new NetworkStream(socket, ownsSocket: true), answerer);
    }

    private static async Task ServeAsync(Stream connection, Answerer answerer)
    {
        await using var stream = new BufferedStream(connection, 65536);
        while (await ReadLineAsync(stream) is { } requestLine)
        {
            if (requestLine != "POST / HTTP/1.1")
            {
                await SendAsync(connection, "405 Method Not Allowed", [], 0);
                return;
            }

            var answer = await answerer.AnswerAsync(await ReadBodyAsync(stream));
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

    private static async Task<byte[]> ReadBodyAsync(Stream stream)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await ReadLineAsync(stream) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        return headers.TryGetValue("Content-Length", out var length)
            ? await ReadExactlyAsync(stream, int.Parse(length))
            : await ReadChunksAsync(stream);
    }

    private static async Task<byte[]> ReadChunksAsync(Stream stream)
    {
        using var body = new MemoryStream();
        while (Convert.ToInt32(await ReadLineAsync(stream), 16) is > 0 and var size)
        {
            body.Write(await ReadExactlyAsync(stream, size));
            await ReadLineAsync(stream);
        }

        await ReadLineAsync(stream);
        return body.ToArray();
    }

    private static async Task<byte[]> ReadExactlyAsync(Stream stream, int length)
    {
        var bytes = new byte[length];
        await stream.ReadExactlyAsync(bytes);
        return bytes;
    }

    private static async Task<string?> ReadLineAsync(Stream stream)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (await stream.ReadAsync(one) == 1)
        {
            if (one[0] == '\n')
                return line.ToString().TrimEnd('\r');
            line.Append((char)one[0]);
        }

        return null;
    }
}
