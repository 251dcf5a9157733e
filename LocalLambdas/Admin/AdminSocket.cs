using System.Net.Sockets;
using System.Runtime.Versioning;
using LocalLambdas.Processes.Unix;

namespace LocalLambdas.Admin;

/// <summary>The file of an admin endpoint that is a Unix socket.</summary>
[UnsupportedOSPlatform("windows")]
internal static class AdminSocket
{
    /// <exception cref="IOException">There is no folder for it: of that the system says that the address cannot be assigned.</exception>
    public static void CheckFolder(UnixDomainSocketEndPoint address)
    {
        var path = address.ToString();
        var folder = Path.GetDirectoryName(path);
        if (!Directory.Exists(folder)) throw new IOException($"{path} cannot be listened on: there is no folder {folder}");
    }

    /// <summary>
    /// Removes the socket of a proxy that was killed, as nothing could be bound there; never one that somebody listens on,
    /// another user's, or a file of another kind.
    /// </summary>
    public static void RemoveLeftover(UnixDomainSocketEndPoint address)
    {
        var path = address.ToString();
        if (FileFacts.Of(path) is { IsSocket: true, IsPrivate: true } && IsRefused(address)) File.Delete(path);
    }

    private static bool IsRefused(UnixDomainSocketEndPoint address)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(address);
            return false;
        }
        catch (SocketException exception)
        {
            return exception.SocketErrorCode is SocketError.ConnectionRefused;
        }
    }
}
