using System.Globalization;
using System.Net;

namespace LocalLambdas.Hosting;

/// <summary>What the environment says of the proxy, checked at start.</summary>
internal sealed record ProxyOptions(IPEndPoint BindAddress, IPEndPoint? AdminAddress, int CacheEntries)
{
    private const string DefaultBindAddress = "127.0.0.1:3000";
    private const int DefaultCacheEntries = 1000;

    /// <exception cref="OptionException">A variable has a value that cannot be used.</exception>
    public static ProxyOptions From(Func<string, string?> variable) => new(
        EndPointOf("BIND_ADDRESS", variable("BIND_ADDRESS") is { Length: > 0 } bind ? bind : DefaultBindAddress),
        variable("ADMIN_ADDRESS") is { Length: > 0 } admin ? Loopback("ADMIN_ADDRESS", admin) : null,
        CacheEntriesOf("ENABLE_CACHE", variable("ENABLE_CACHE")));

    private static int CacheEntriesOf(string name, string? text) => text switch
    {
        null or "" or "false" or "0" => 0,
        "true" => DefaultCacheEntries,
        _ when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var entries) => entries,
        _ => throw new OptionException(name, text, "use true, false or a number of entries"),
    };

    private static IPEndPoint Loopback(string name, string text)
    {
        var endPoint = EndPointOf(name, text);
        return IPAddress.IsLoopback(endPoint.Address)
            ? endPoint
            : throw new OptionException(name, text, "use a loopback address such as 127.0.0.1:3001: who reaches it can stop and start lambdas");
    }

    private static IPEndPoint EndPointOf(string name, string text)
    {
        var colon = text.LastIndexOf(':');
        return colon > 0
            && AddressOf(text[..colon]) is { } address
            && ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? new IPEndPoint(address, port)
            : throw new OptionException(name, text, "use ADDRESS:PORT, such as 127.0.0.1:3000, [::1]:3000 or 0.0.0.0:80; port 0 is any free one");
    }

    // An IPv6 address stands in brackets, or its last group would be taken for the port.
    private static IPAddress? AddressOf(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? IPAddress.Loopback :
        host.StartsWith('[') == host.Contains(':', StringComparison.Ordinal) && IPAddress.TryParse(host, out var address) ? address :
        null;
}
