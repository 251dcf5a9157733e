using System.Net;
using System.Net.NetworkInformation;

namespace LocalLambdas.Transports;

internal static class Listening
{
    /// <summary>
    /// False if it is known that nobody listens. Windows takes two seconds to refuse a loopback connection, since its
    /// TCP tries again after a reset (TcpMaxConnectRetransmissions), so there the table of listeners is asked first.
    /// </summary>
    public static bool MayBe(EndPoint endPoint) =>
        !OperatingSystem.IsWindows()
        || endPoint is not IPEndPoint tcp
        || IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Any(listener => listener.Port == tcp.Port);
}
