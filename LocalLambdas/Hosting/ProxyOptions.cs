using System.Globalization;
using System.Net;
using System.Net.Sockets;
using LocalLambdas.Admin;
using LocalLambdas.Caching;
using LocalLambdas.Messages;
using ServiceDefaults;

namespace LocalLambdas.Hosting;

/// <summary>What the environment says of the proxy, checked at start.</summary>
/// <param name="Admin">Null when it is off.</param>
/// <param name="Cache">Null when it is off.</param>
internal sealed record ProxyOptions(IPEndPoint BindAddress, AdminOptions? Admin, CacheOptions? Cache, RequestLimits Limits)
{
    public const string AdminToken = "ADMIN_TOKEN";

    private const string DefaultBindAddress = "127.0.0.1:3000";
    private const int DefaultCacheEntries = 1000;
    private const int ShortestToken = 16;

    // The body is held whole, as base64 as well.
    private const long LargestBody = 256 * 1024 * 1024;

    // A header must fit into what Kestrel buffers of a request (KestrelServerLimits.MaxRequestBufferSize).
    private const long LargestHeader = 1024 * 1024;

    private const long LongestFreshness = 365 * 24 * 3600;

    /// <exception cref="OptionException">A variable has a value that cannot be used.</exception>
    public static ProxyOptions From(Func<string, string?> variable)
    {
        var settings = new Settings(variable);
        CheckTelemetry(settings);
        return new(
            EndPointOf("BIND_ADDRESS", settings["BIND_ADDRESS"] ?? DefaultBindAddress),
            AdminOf(settings),
            CacheOf(settings),
            new(BodyOf(settings), (int)settings.Number("MAX_REQUEST_HEADER_BYTES", 32 * 1024, 1024, LargestHeader)));
    }

    // An exporter that cannot send tells nobody.
    private static void CheckTelemetry(Settings settings)
    {
        if (settings[TelemetryExtensions.EndpointVariable] is not { } text) return;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new OptionException(TelemetryExtensions.EndpointVariable, text, "use a URL such as http://localhost:4317");
    }

    private static BodyLimits BodyOf(Settings settings)
    {
        const string streamed = "MAX_STREAMED_BODY_BYTES";
        return new(
            settings.Number("MAX_REQUEST_BODY_BYTES", 30_000_000, 0, LargestBody),
            settings[streamed] is null ? null : settings.Number(streamed, 0, 0, long.MaxValue));
    }

    private static AdminOptions? AdminOf(Settings settings)
    {
        const string name = "ADMIN_ADDRESS";
        var token = TokenOf(settings[AdminToken]);
        if (settings[name] is not { } address) return null;
        if (Path.IsPathRooted(address)) return new(SocketOf(name, address), token);
        if (address.Contains('/', StringComparison.Ordinal))
            throw new OptionException(name, address, $"use an absolute path, such as {Path.GetFullPath(address)}, or a loopback address such as 127.0.0.1:3001");

        // Linux tells whose a connection is (PeerUser).
        return token is not null || OperatingSystem.IsLinux()
            ? new(Loopback(name, address), token)
            : throw new OptionException(AdminToken, "", $"every user of this machine reaches {address}: use at least {ShortestToken} characters, such as those of 'openssl rand -hex 16'");
    }

    private static CacheOptions? CacheOf(Settings settings)
    {
        const string name = "ENABLE_CACHE";
        var entries = settings[name] switch
        {
            null or "false" => 0,
            "true" => DefaultCacheEntries,
            _ => (int)settings.Number(name, 0, 0, int.MaxValue, "use true, false or a number of entries"),
        };
        var defaults = new CacheOptions();
        var bytes = settings.Number("CACHE_MAX_BYTES", defaults.MaxBytes, 1, long.MaxValue);
        var seconds = settings.Number("CACHE_DEFAULT_SECONDS", (long)defaults.DefaultFreshness.TotalSeconds, 0, LongestFreshness);
        return entries is 0
            ? null
            : new()
            {
                MaxEntries = entries,
                MaxBytes = bytes,
                MaxEntryBytes = Math.Min(bytes, defaults.MaxEntryBytes),
                DefaultFreshness = TimeSpan.FromSeconds(seconds),
            };
    }

    // What is wrong with a token is told without the token.
    private static string? TokenOf(string? token) =>
        token is null || (token.Length >= ShortestToken && token.All(static c => c is > ' ' and <= '~'))
            ? token
            : throw new OptionException(AdminToken, "…", $"use at least {ShortestToken} visible ASCII characters without spaces, such as those of 'openssl rand -hex 16'");

    private static IPEndPoint Loopback(string name, string text)
    {
        var endPoint = EndPointOf(name, text);
        return IPAddress.IsLoopback(endPoint.Address)
            ? endPoint
            : throw new OptionException(name, text, "use a loopback address such as 127.0.0.1:3001, or the path of a Unix socket: who reaches it can stop and start lambdas");
    }

    private static UnixDomainSocketEndPoint SocketOf(string name, string path)
    {
        // The file could not be kept from other users there.
        if (OperatingSystem.IsWindows()) throw new OptionException(name, path, "use a loopback address such as 127.0.0.1:3001");
        try
        {
            return new(path);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new OptionException(name, path, "use a shorter path: a Unix socket's has about 100 bytes");
        }
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
