using System.Globalization;
using System.Net;
using System.Runtime.Versioning;
using LocalLambdas.Processes.Unix;

namespace LocalLambdas.Admin;

/// <summary>
/// Whose connection over the loopback address it is: Linux tells the user of each socket (proc(5), /proc/net/tcp), also that of the other end.
/// </summary>
[SupportedOSPlatform("linux")]
internal static class PeerUser
{
    private const string Established = "01";
    private const uint Root = 0;

    // Places in a line: sl, local address, remote address, state, queues, timer, retransmits, user, …
    private const int Local = 1;
    private const int Remote = 2;
    private const int State = 3;
    private const int User = 7;

    /// <summary>
    /// Whether the client is a process of this user or of root. Only of a connection that stands is the user certain: of one that is being
    /// closed Linux tells 0.
    /// </summary>
    public static bool IsTrusted(IPEndPoint client, IPEndPoint server) =>
        Find(File.ReadLines("/proc/net/tcp").Concat(File.ReadLines("/proc/net/tcp6")), client, server) is { } user
        && (user is Root || user == LibC.EffectiveUser());

    /// <returns>Null if no such connection stands.</returns>
    public static uint? Find(IEnumerable<string> table, IPEndPoint client, IPEndPoint server)
    {
        foreach (var line in table)
        {
            var fields = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length > User
                && fields[State] is Established
                && Is(fields[Local], client)
                && Is(fields[Remote], server)
                && uint.TryParse(fields[User], NumberStyles.None, CultureInfo.InvariantCulture, out var user))
            {
                return user;
            }
        }

        return null;
    }

    // Words of four bytes in the order of the processor, and the port: 0100007F:0BB8. A socket for both versions of IP has a mapped address.
    private static bool Is(string field, IPEndPoint endPoint)
    {
        var colon = field.IndexOf(':', StringComparison.Ordinal);
        if (colon is not (8 or 32) || !int.TryParse(field.AsSpan(colon + 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var port) || port != endPoint.Port)
        {
            return false;
        }

        var bytes = new byte[colon / 2];
        for (var word = 0; word < bytes.Length; word += 4)
        {
            if (!uint.TryParse(field.AsSpan(word * 2, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var value)) return false;
            BitConverter.TryWriteBytes(bytes.AsSpan(word), value);
        }

        return WithoutMapping(new(bytes)).Equals(WithoutMapping(endPoint.Address));
    }

    private static IPAddress WithoutMapping(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
