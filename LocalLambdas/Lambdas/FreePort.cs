using System.Net;
using System.Net.Sockets;

namespace LocalLambdas.Lambdas;

internal static class FreePort
{
    // Below the ports that the system hands out for outgoing connections (Linux 32768-60999; Windows and macOS 49152-65535,
    // RFC 6335, 6): one of those may be taken between now and the service's bind, and on Linux a connect to a port that nobody
    // listens on may even be given that very port as its source and so connect to itself.
    private const int First = 20_000;
    private const int Last = 32_767;
    private const int Attempts = 1_000;

    /// <summary>A TCP port of the loopback address that nobody listens on.</summary>
    public static int Find()
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var port = Random.Shared.Next(First, Last + 1);
            if (IsFree(port)) return port;
        }

        throw new LambdaStartException(StartFailure.SpawnFailed, $"No TCP port between {First} and {Last} is free.");
    }

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
