using System.Net;
using PerfRunner.Peers.Configurations;

namespace PerfRunner.Tests.Peers.Configurations;

public sealed class PeerConfigurationTests
{
    private static readonly ProxyPorts Ports = new(1001, 1002, 1003);
    private static readonly IPEndPoint Service = new(IPAddress.Loopback, 5000);

    [Fact]
    public void Nginx_has_a_server_for_each_way_and_keeps_its_connections()
    {
        string text = NginxConfiguration.Text("/tmp/x", Ports, Service, "/tmp/x/http.sock", user: null);

        Assert.Contains("listen 127.0.0.1:1001 ", text, StringComparison.Ordinal);
        Assert.Contains("listen 127.0.0.1:1002 ", text, StringComparison.Ordinal);
        Assert.Contains("listen 127.0.0.1:1003 ", text, StringComparison.Ordinal);
        Assert.Contains("upstream over_tcp { server 127.0.0.1:5000; keepalive 128;", text, StringComparison.Ordinal);
        Assert.Contains("upstream over_unix { server unix:/tmp/x/http.sock; keepalive 128;", text, StringComparison.Ordinal);
        Assert.Contains("keepalive_requests 1000000000;", text, StringComparison.Ordinal);
        Assert.Single(Lines(text), line => line == "proxy_cache peers;");
        Assert.DoesNotContain(Lines(text), line => line.StartsWith("user ", StringComparison.Ordinal));
    }

    [Fact]
    public void Workers_of_root_are_root_to_reach_the_socket() =>
        Assert.Contains("user root;", Lines(NginxConfiguration.Text("/tmp/x", Ports, Service, null, "root")));

    [Fact]
    public void Haproxy_has_a_section_for_each_way()
    {
        string text = HaproxyConfiguration.Text(Ports, Service, "/tmp/x/http.sock");

        Assert.Contains("bind 127.0.0.1:1001 ", text, StringComparison.Ordinal);
        Assert.Contains("bind 127.0.0.1:1002 ", text, StringComparison.Ordinal);
        Assert.Contains("bind 127.0.0.1:1003 ", text, StringComparison.Ordinal);
        Assert.Equal(2, Lines(text).Count(line => line == "server service 127.0.0.1:5000"));
        Assert.Single(Lines(text), line => line == "server service unix@/tmp/x/http.sock");
        Assert.Single(Lines(text), line => line == "http-request cache-use peers");
    }

    [Fact]
    public void Each_tells_by_which_way_a_request_came_in_answers_from_the_cache_too()
    {
        string[] nginx = Lines(NginxConfiguration.Text("/tmp/x", Ports, Service, "/tmp/x/http.sock", user: null));
        string[] haproxy = Lines(HaproxyConfiguration.Text(Ports, Service, "/tmp/x/http.sock"));

        // In nginx the headers of a server take the place of those of all.
        Assert.Equal(2, nginx.Count(line => line == """add_header Via "1.1 nginx";"""));
        Assert.Equal(3, haproxy.Count(line => line == """http-response set-header Via "1.1 haproxy" """.Trim()));
        Assert.Contains("proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;", nginx);
        Assert.Contains("option forwardfor", haproxy);
        foreach (string name in (string[])["Forwarded", "X-Forwarded-Host", "X-Forwarded-Proto", "Via"])
        {
            Assert.Single(nginx, line => line.StartsWith($"proxy_set_header {name} ", StringComparison.Ordinal));
            Assert.Equal(3, haproxy.Count(line => line.StartsWith($"http-request set-header {name} ", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void Without_a_socket_there_is_no_way_over_one()
    {
        Assert.DoesNotContain("unix", NginxConfiguration.Text("/tmp/x", Ports, Service, null, null), StringComparison.Ordinal);
        Assert.DoesNotContain("unix", HaproxyConfiguration.Text(Ports, Service, null), StringComparison.Ordinal);
    }

    [Fact]
    public void Lighttpd_starts_a_program_for_each_path()
    {
        string text = LighttpdConfiguration.Text(
            "/tmp/x", 1004, new Dictionary<string, string> { ["/cgi-jit"] = "/bin/a", ["/cgi-aot"] = "/bin/b" });

        Assert.Contains("server.port = 1004", Lines(text));
        Assert.Contains("server.max-keep-alive-idle = 65535", Lines(text));
        Assert.Contains("""alias.url = ("/cgi-jit" => "/bin/a", "/cgi-aot" => "/bin/b")""", Lines(text));
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.TrimEntries);
}
