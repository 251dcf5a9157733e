using System.Net.Sockets;

namespace LambdaRuntime;

/// <summary>Tells the parent, if it wants to know, that connections are accepted: in the way of systemd, sd_notify(3).</summary>
internal static class ReadyNotice
{
    public const string Variable = "NOTIFY_SOCKET";

    // In a method of its own: where nobody wants to know, no sockets are loaded
    public static void Send()
    {
        if (!OperatingSystem.IsWindows() && Environment.GetEnvironmentVariable(Variable) is { Length: > 1 } address)
            SendTo(address);
    }

    private static void SendTo(string address)
    {
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            socket.SendTo("READY=1"u8, SocketFlags.None, new UnixDomainSocketEndPoint(address[0] == '@' ? $"\0{address[1..]}" : address));
        }
        catch (Exception exception) when (exception is SocketException or ArgumentException)
        {
            // Nobody is there any more, or it is no address: who wanted to know finds out in another way
        }
    }
}
