using System.Net;

namespace PerfRunner.Peers.Configurations;

/// <summary>
/// HAProxy with as many threads as processors, and connections to the service that any client's request may use. It tells by which way a request
/// came, as local_lambdas does (docs/protocol.md); "option forwarded" came with 2.8.
/// </summary>
internal static class HaproxyConfiguration
{
    public const string Setup = "one thread a processor, http-reuse always, no log, its own cache (cache-use, cache-store); " + ForwardingHeaders.Setup;

    /// <param name="serviceSocket">Null where there are no Unix sockets.</param>
    public static string Text(ProxyPorts ports, IPEndPoint service, string? serviceSocket) =>
        $$"""
        global
          maxconn 8192
        defaults
          mode http
          timeout connect 5s
          timeout client 1h
          timeout server 1h
          timeout http-keep-alive 1h
          http-reuse always
          option forwardfor
        cache peers
          total-max-size 16
          max-age 3600
        {{Proxy("cached", ports.Cached, service.ToString(), CacheLines)}}
        {{Proxy("over_tcp", ports.Tcp, service.ToString(), "")}}
        {{(serviceSocket is null ? "" : Proxy("over_unix", ports.Unix, $"unix@{serviceSocket}", ""))}}

        """.ReplaceLineEndings("\n");

    private const string CacheLines =
        """

          http-request cache-use peers
          http-response cache-store peers
          http-response set-header Cache-Status "haproxy; hit" if { res.cache_hit }
        """;

    private const string WayLines =
        """
          http-request set-header Forwarded for=%[src];host=\"%[req.hdr(host)]\";proto=http
          http-request set-header X-Forwarded-Host %[req.hdr(host)]
          http-request set-header X-Forwarded-Proto http
          http-request set-header Via "1.1 haproxy"
          http-response set-header Via "1.1 haproxy"
        """;

    private static string Proxy(string name, int port, string server, string more) =>
        $"listen {name}\n  bind 127.0.0.1:{port} backlog 4096{more}\n{WayLines}\n  server service {server}";
}
