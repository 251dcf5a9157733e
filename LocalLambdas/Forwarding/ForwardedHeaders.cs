using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LocalLambdas.Forwarding;

/// <summary>
/// What tells a lambda by which way a request came: <c>Forwarded</c> (RFC 7239), its older relatives <c>X-Forwarded-*</c>, and <c>Via</c>
/// (RFC 9110, 7.6.3). What the client sent of them stays in front: only the last member of each is the proxy's own word.
/// </summary>
internal static class ForwardedHeaders
{
    public const string ViaName = "Via";

    /// <summary>Of an answer: the envelope travels over HTTP/1.1, or over a pipe as if it did.</summary>
    public const string Via = "1.1 local_lambdas";

    /// <summary>Takes the place of the client's headers of the same names.</summary>
    public static KeyValuePair<string, string>[] Of(IFeatureCollection context, IHttpRequestFeature request)
    {
        var headers = request.Headers;
        var client = context.Get<IHttpConnectionFeature>()?.RemoteIpAddress;
        if (client is { IsIPv4MappedToIPv6: true }) client = client.MapToIPv4();
        var host = headers.Host.ToString();
        var via = request.Protocol is "HTTP/1.0" ? "1.0 local_lambdas" : Via;
        return
        [
            Appended(headers, "Forwarded", Forwarded(client, host, request.Scheme)),
            Appended(headers, "X-Forwarded-For", client?.ToString() ?? "unknown"),
            Appended(headers, "X-Forwarded-Host", host),
            Appended(headers, "X-Forwarded-Proto", request.Scheme),
            Appended(headers, ViaName, via),
        ];
    }

    // RFC 7239, 4 and 6: what is no token is quoted, an IPv6 address stands in brackets as well.
    private static string Forwarded(IPAddress? client, string host, string scheme)
    {
        var node = client switch
        {
            null => "unknown",
            { AddressFamily: System.Net.Sockets.AddressFamily.InterNetworkV6 } => $"\"[{client}]\"",
            _ => client.ToString(),
        };
        return host.Length is 0 ? $"for={node};proto={scheme}" : $"for={node};host=\"{host}\";proto={scheme}";
    }

    private static KeyValuePair<string, string> Appended(IHeaderDictionary headers, string name, string own)
    {
        var sent = headers[name];
        return new(name, sent.Count is 0 ? own : $"{string.Join(", ", sent.ToArray())}, {own}");
    }
}
