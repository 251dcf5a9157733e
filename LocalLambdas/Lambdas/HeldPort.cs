using System.Net;
using System.Net.Sockets;

namespace LocalLambdas.Lambdas;

/// <summary>
/// A TCP port of the loopback address that nobody listens on, and nobody else is given until this is disposed of: right before the process
/// is created that is to listen there.
/// </summary>
internal sealed class HeldPort : IDisposable
{
    // Below the ports that the system hands out for outgoing connections (Linux 32768-60999; Windows and macOS 49152-65535,
    // RFC 6335, 6): one of those may be taken between now and the service's bind, and on Linux a connect to a port that nobody
    // listens on may even be given that very port as its source and so connect to itself.
    private const int First = 20_000;
    private const int Last = 32_767;
    private const int Attempts = 1_000;

    private readonly Socket _socket;

    private HeldPort(Socket socket)
    {
        _socket = socket;
        EndPoint = (IPEndPoint)socket.LocalEndPoint!;
    }

    public IPEndPoint EndPoint { get; }

    /// <exception cref="LambdaStartException">No port is free.</exception>
    public static HeldPort Take()
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (TryBind(Random.Shared.Next(First, Last + 1)) is { } socket) return new(socket);
        }

        throw new LambdaStartException(StartFailure.SpawnFailed, $"No TCP port between {First} and {Last} is free.");
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>
    /// Of a bound socket. On Unix .NET sets SO_REUSEADDR in Bind, with which others that set it too can bind the same address as long as nobody
    /// listens (socket(7)).
    /// </summary>
    public static void ShareWithNobody(Socket socket)
    {
        ReadOnlySpan<byte> off = stackalloc byte[sizeof(int)];
        if (OperatingSystem.IsLinux()) socket.SetRawSocketOption(optionLevel: 1, optionName: 2, off);
        else if (OperatingSystem.IsMacOS()) socket.SetRawSocketOption(optionLevel: 0xFFFF, optionName: 4, off);
    }

    private static Socket? TryBind(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (OperatingSystem.IsWindows()) socket.ExclusiveAddressUse = true;
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            ShareWithNobody(socket);
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }
}
