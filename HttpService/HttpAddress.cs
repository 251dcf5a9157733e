using System.Globalization;
using System.Net;
using LambdaRuntime;

namespace HttpService;

/// <summary>The address that the service's parent gave it.</summary>
internal static class HttpAddress
{
    private const string Variable = "HTTP_ADDRESS";

    public static IPEndPoint FromEnvironment() => Parse(Environment.GetEnvironmentVariable(Variable));

    // IPEndPoint.TryParse alone would take an address without a port for one with port 0, which nobody could find
    public static IPEndPoint Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
            throw Bad("is not set");
        var colon = text.LastIndexOf(':');
        var host = colon < 0 ? default : text.AsSpan(0, colon);
        if (colon >= 0
            && IPAddress.TryParse(host is "localhost" ? "127.0.0.1" : host, out var address)
            && ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port > 0)
            return new IPEndPoint(address, port);
        throw Bad($"is '{text}'");
    }

    public static LambdaStartException CannotListen(IPEndPoint address, string reason) =>
        new(LambdaStartError.CannotListen, $"{Variable} is '{address}', where nothing can listen ({reason}): set it to a free port");

    private static LambdaStartException Bad(string problem) =>
        new(LambdaStartError.BadSetting, $"{Variable} {problem}: set it to the host and port to listen at, such as 127.0.0.1:5000");
}
