using System.Net;
using System.Net.Sockets;

namespace LocalLambdas.Sockets;

/// <summary>That of .NET, for the systems that have none of their own here.</summary>
internal sealed class SystemSocket(Socket socket) : LambdaSocket
{
    public static new async ValueTask<LambdaSocket> ConnectAsync(EndPoint endPoint, CancellationToken cancellationToken)
    {
        Socket socket = endPoint is UnixDomainSocketEndPoint
            ? new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endPoint, cancellationToken).ConfigureAwait(false);
            return new SystemSocket(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public override bool HasStirred() => socket.Poll(0, SelectMode.SelectRead);

    public override ValueTask<int> ReceiveAsync(Memory<byte> room) => socket.ReceiveAsync(room, SocketFlags.None);

    public override async ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None).ConfigureAwait(false)..];
        }
    }

    public override void Dispose() => socket.Dispose();
}
