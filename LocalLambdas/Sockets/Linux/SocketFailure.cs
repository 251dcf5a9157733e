using System.ComponentModel;
using System.Net.Sockets;

namespace LocalLambdas.Sockets.Linux;

/// <summary>What System.Net.Sockets would have thrown.</summary>
internal static class SocketFailure
{
    public static SocketException Of(int error) => new(
        (int)(error switch
        {
            11 => SocketError.WouldBlock,
            32 => SocketError.Shutdown,
            104 => SocketError.ConnectionReset,
            111 => SocketError.ConnectionRefused,
            _ => SocketError.SocketError,
        }),
        new Win32Exception(error).Message);
}
