using System.Collections.Frozen;
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

    private static readonly string[] Names = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", ViaName];

    private static readonly FrozenSet<string> WayNames = FrozenSet.ToFrozenSet(["Forwarded", "X-Forwarded-For", ViaName], StringComparer.OrdinalIgnoreCase);

    // Mostly the next request of a thread has come by the same way, and these are not made anew.
    [ThreadStatic]
    private static Way? _last;

    /// <summary>Whether the field differs from client to client, though they send the same: the host is theirs, and the scheme always one.</summary>
    public static bool TellWay(string name) => WayNames.Contains(name);

    /// <summary>Takes the place of the client's headers of the same names.</summary>
    public static KeyValuePair<string, string>[] Of(IFeatureCollection context, IHttpRequestFeature request)
    {
        var client = context.Get<IHttpConnectionFeature>()?.RemoteIpAddress;
        var host = request.Headers.Host.ToString();
        var way = _last;
        if (way is null || !way.Is(client, host, request)) _last = way = new(client, host, request.Scheme, request.Protocol);
        foreach (var name in Names)
        {
            if (request.Headers[name].Count > 0) return Appended(request.Headers, way.Own);
        }

        return way.Own;
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

    private static KeyValuePair<string, string>[] Appended(IHeaderDictionary headers, KeyValuePair<string, string>[] own) =>
        Array.ConvertAll(own, field => headers[field.Key] is { Count: > 0 } sent ? new(field.Key, $"{string.Join(", ", sent.ToArray())}, {field.Value}") : field);

    private sealed class Way(IPAddress? client, string host, string scheme, string protocol)
    {
        public KeyValuePair<string, string>[] Own { get; } = Fields(client is { IsIPv4MappedToIPv6: true } ? client.MapToIPv4() : client, host, scheme, protocol);

        public bool Is(IPAddress? other, string otherHost, IHttpRequestFeature request) =>
            otherHost == host && request.Scheme == scheme && request.Protocol == protocol && (other?.Equals(client) ?? client is null);

        private static KeyValuePair<string, string>[] Fields(IPAddress? client, string host, string scheme, string protocol) =>
        [
            new(Names[0], Forwarded(client, host, scheme)),
            new(Names[1], client?.ToString() ?? "unknown"),
            new(Names[2], host),
            new(Names[3], scheme),
            new(Names[4], protocol is "HTTP/1.0" ? "1.0 local_lambdas" : Via),
        ];
    }
}
