using Microsoft.AspNetCore.Http.Features;

namespace LocalLambdas.Telemetry;

/// <summary>The attribute <c>network.protocol.version</c>.</summary>
internal static class ProtocolVersion
{
    private const string Prefix = "HTTP/";

    public static string Of(IHttpRequestFeature request) => request.Protocol switch
    {
        "HTTP/1.1" => "1.1",
        "HTTP/1.0" => "1.0",
        var other => other.StartsWith(Prefix, StringComparison.Ordinal) ? other[Prefix.Length..] : other,
    };
}
