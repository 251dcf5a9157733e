using System.Globalization;
using System.Net;
using System.Net.Sockets;
using LambdaRuntime;

namespace HttpService;

/// <summary>The address that the service's parent gave it.</summary>
internal static class HttpAddress
{
    private const string Variable = "HTTP_ADDRESS";
    private const string Unix = "unix:";

    public static EndPoint FromEnvironment() => Parse(Environment.GetEnvironmentVariable(Variable));

    // IPEndPoint.TryParse alone would take an address without a port for one with port 0, which nobody could find
    public static EndPoint Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
            throw Bad("is not set");
        if (text.StartsWith(Unix, StringComparison.Ordinal) && Path.IsPathRooted(text[Unix.Length..]))
            return ParsePath(text[Unix.Length..]);
        var colon = text.LastIndexOf(':');
        var host = colon < 0 ? default : text.AsSpan(0, colon);
        if (colon >= 0
            && IPAddress.TryParse(host is "localhost" ? "127.0.0.1" : host, out var address)
            && ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port > 0)
            return new IPEndPoint(address, port);
        throw Bad($"is '{text}'");
    }

    public static LambdaStartException CannotListen(string reason) =>
        new(LambdaStartError.CannotListen, $"{Variable} is '{Environment.GetEnvironmentVariable(Variable)}', where nothing can listen ({reason}): set it to a free port");

    private static UnixDomainSocketEndPoint ParsePath(string path)
    {
        try
        {
            return new(path);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw Bad("is longer than the address of a socket can be");
        }
    }

    private static LambdaStartException Bad(string problem) =>
        new(LambdaStartError.BadSetting, $"{Variable} {problem}: set it to the host and port to listen at, such as 127.0.0.1:5000, or to unix: and a path");
}
