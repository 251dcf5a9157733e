using System.Net;

namespace PerfRunner.Peers.Configurations;

/// <summary>
/// nginx as a careful administrator sets it up for speed: no access log, connections to the service and to the clients that are never
/// closed for their number of requests (both would be after 1,000), open files of the cache kept (nginx.org, ngx_http_core_module,
/// ngx_http_upstream_module, ngx_http_proxy_module). It tells by which way a request came, as local_lambdas does (docs/protocol.md).
/// </summary>
internal static class NginxConfiguration
{
    public const string Setup =
        "worker_processes auto, no access log, 128 idle connections to the service kept per worker, proxy_cache with open_file_cache; " + ForwardingHeaders.Setup;

    /// <param name="folder">Everything that it writes goes there.</param>
    /// <param name="serviceSocket">Null where there are no Unix sockets.</param>
    /// <param name="user">Who its workers are; null unless this is root, whose workers would be nobody otherwise.</param>
    public static string Text(string folder, ProxyPorts ports, IPEndPoint service, string? serviceSocket, string? user) =>
        $$"""
        daemon off;
        {{(user is null ? "" : $"user {user};")}}
        worker_processes auto;
        pid {{folder}}/nginx.pid;
        error_log stderr error;
        events { worker_connections 8192; }
        http {
          access_log off;
          default_type application/octet-stream;
          sendfile on;
          tcp_nopush on;
          keepalive_timeout 1h;
          keepalive_requests 1000000000;
          client_body_temp_path {{folder}}/client;
          proxy_temp_path {{folder}}/proxy;
          fastcgi_temp_path {{folder}}/fastcgi;
          uwsgi_temp_path {{folder}}/uwsgi;
          scgi_temp_path {{folder}}/scgi;
          open_file_cache max=1000 inactive=1h;
          proxy_cache_path {{folder}}/cache levels=1:2 keys_zone=peers:10m inactive=1h use_temp_path=off;
          proxy_http_version 1.1;
          proxy_set_header Connection "";
          proxy_set_header Host $http_host;
          proxy_set_header Forwarded 'for=$remote_addr;host="$http_host";proto=$scheme';
          proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
          proxy_set_header X-Forwarded-Host $http_host;
          proxy_set_header X-Forwarded-Proto $scheme;
          proxy_set_header Via "1.1 nginx";
          add_header Via "1.1 nginx";
          proxy_read_timeout 1h;
          map $upstream_cache_status $cache_status { default "nginx; fwd=miss"; HIT "nginx; hit"; }
        {{Upstream("over_tcp", service.ToString())}}
        {{Server(ports.Cached, "over_tcp", "    proxy_cache peers;\n    add_header Cache-Status $cache_status;\n    add_header Via \"1.1 nginx\";\n")}}
        {{Server(ports.Tcp, "over_tcp", "")}}
        {{(serviceSocket is null ? "" : Upstream("over_unix", $"unix:{serviceSocket}") + "\n" + Server(ports.Unix, "over_unix", ""))}}
        }

        """.ReplaceLineEndings("\n");

    private static string Upstream(string name, string address) =>
        $"  upstream {name} {{ server {address}; keepalive 128; keepalive_requests 1000000000; keepalive_timeout 1h; }}";

    private static string Server(int port, string upstream, string more) =>
        $"  server {{\n    listen 127.0.0.1:{port} backlog=4096;\n{more}    location / {{ proxy_pass http://{upstream}; }}\n  }}";
}
