using System.Net.Sockets;
using System.Text;

namespace Floors;

/// <summary>One connection to a Unix socket, answered with blocking calls: the price of going to another process and back.</summary>
internal static class SocketFloor
{
    public static void Run(string path, byte[] body)
    {
        byte[] answer = [.. Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n"), .. body];
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        while (true)
        {
            using var connection = listener.Accept();
            Serve(connection, answer);
        }
    }

    private static void Serve(Socket connection, byte[] answer)
    {
        var request = new byte[4096];
        var length = 0;
        while (connection.Receive(request, length, request.Length - length, SocketFlags.None, out _) is > 0 and var received)
        {
            length += received;
            if (!request.AsSpan(0, length).EndsWith("\r\n\r\n"u8))
                continue;
            length = 0;
            connection.Send(answer);
        }
    }
}
