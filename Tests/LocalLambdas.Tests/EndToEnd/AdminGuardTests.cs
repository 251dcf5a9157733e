using System.Net;
using System.Net.Sockets;
using Testing.Proxy;

namespace LocalLambdas.Tests.EndToEnd;

[Collection(ProxyCollections.First)]
public sealed class AdminGuardTests : ProxyTest
{
    private const string Token = "0123456789abcdef";

    public static bool IsUnix => !OperatingSystem.IsWindows();

    [Fact]
    public async Task A_page_of_another_name_or_site_is_not_answered()
    {
        Manifest.Add("a", "pipe", "echo");
        var proxy = await StartAsync();
        var address = await proxy.Output.Admin;

        foreach (var host in new[] { "rebound.example", $"rebound.example:{address.Port}", "localhost", "127.0.0.1:1", $"localhost.example:{address.Port}", $"192.0.2.1:{address.Port}" })
            await AssertAsync(HttpStatusCode.Forbidden, host, null);
        foreach (var origin in new[] { "http://rebound.example", "null", "http://localhost:3000", $"https://localhost:{address.Port}" })
            await AssertAsync(HttpStatusCode.Forbidden, $"localhost:{address.Port}", origin);
        foreach (var host in new[] { "localhost", "127.0.0.1", "[::1]" })
        {
            await AssertAsync(HttpStatusCode.OK, $"{host}:{address.Port}", null);
            await AssertAsync(HttpStatusCode.OK, $"{host}:{address.Port}", $"http://{host}:{address.Port}");
        }

        Assert.Empty(Started);

        async Task AssertAsync(HttpStatusCode expected, string host, string? origin)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, "/lambdas")) { Headers = { Host = host } };
            if (origin is not null)
                request.Headers.Add("Origin", origin);
            using var response = await proxy.Client.SendAsync(request, Cancellation);
            if (expected is not HttpStatusCode.OK)
                await AssertProblemAsync(expected, response);
            Assert.True(expected == response.StatusCode, $"{host} {origin}: {response.StatusCode}");
        }
    }

    [Fact]
    public async Task With_a_token_nothing_is_answered_without_it()
    {
        Manifest.Add("a", "pipe", "echo");
        var proxy = await StartAsync(("ADMIN_ADDRESS", "127.0.0.1:0"), ("ADMIN_TOKEN", Token));
        var address = await proxy.Output.Admin;

        foreach (var authorization in new[] { null, Token, $"Basic {Token}", "Bearer", "Bearer ", $"Bearer {Token}0", $"Bearer {Token[..^1]}" })
        {
            foreach (var path in new[] { "/health", "/lambdas", "/nowhere" })
            {
                using var response = await SendAsync(path, authorization);
                await AssertProblemAsync(HttpStatusCode.Unauthorized, response);
                Assert.Equal("Bearer", response.Headers.WwwAuthenticate.Single().Scheme);
            }
        }

        foreach (var authorization in new[] { $"Bearer {Token}", $"bearer {Token}" })
        {
            using var response = await SendAsync("/lambdas", authorization);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        Assert.DoesNotContain(proxy.Output.Lines, line => line.Text.Contains("has no token", StringComparison.Ordinal));

        async Task<HttpResponseMessage> SendAsync(string path, string? authorization)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, path));
            if (authorization is not null)
                request.Headers.TryAddWithoutValidation("Authorization", authorization);
            return await proxy.Client.SendAsync(request, Cancellation);
        }
    }

    [Fact]
    public async Task Lambdas_do_not_inherit_the_token()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("only /proc shows the environment of other processes");
        Manifest.Add("a", "pipe", "echo");
        var proxy = await StartAsync(("ADMIN_ADDRESS", "127.0.0.1:0"), ("ADMIN_TOKEN", Token));

        var echo = await Echo.GetAsync(proxy.Client, "/a/");

        var environment = await File.ReadAllTextAsync($"/proc/{echo.Pid}/environ", Cancellation);
        Assert.Contains("PIPE_ADDRESS=", environment, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, environment, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_token_the_log_names_the_risk_and_the_remedy_once()
    {
        Manifest.Add("a", "pipe", "echo");
        var proxy = await StartAsync();
        await proxy.DisposeAsync();

        var warning = Assert.Single(proxy.Output.Lines, line => line.Text.Contains("has no token", StringComparison.Ordinal)).Text;
        Assert.Contains("ADMIN_TOKEN", warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", "/health", "GET")]
    [InlineData("DELETE", "/lambdas/a", "GET")]
    [InlineData("GET", "/lambdas/a/start", "POST")]
    [InlineData("PUT", "/lambdas/a/stop", "POST")]
    [InlineData("GET", "/reload", "POST")]
    public async Task Another_method_on_a_known_path_is_405_and_says_which(string method, string path, string allowed)
    {
        Manifest.Add("a", "pipe", "echo");
        var proxy = await StartAsync();

        using var response = await proxy.Admin.SendAsync(new(method), path, Cancellation);

        await AssertProblemAsync(HttpStatusCode.MethodNotAllowed, response);
        Assert.Equal([allowed], response.Content.Headers.Allow);
    }

    [Fact(Skip = "Windows has no mode for the socket", SkipUnless = nameof(IsUnix))]
    public async Task A_socket_is_for_this_user_alone_and_goes_with_the_proxy()
    {
        Manifest.Add("a", "pipe", "echo");
        var path = Folder.File("admin.sock");
        var proxy = await StartAsync(("ADMIN_ADDRESS", path));

        Assert.Equal(HttpStatusCode.OK, await GetAsync(path, "localhost"));
        Assert.Equal(HttpStatusCode.Forbidden, await GetAsync(path, "rebound.example"));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        await proxy.DisposeAsync();

        Assert.False(File.Exists(path), $"{path} exists");
        Assert.DoesNotContain(proxy.Output.Lines, line => line.Text.Contains("has no token", StringComparison.Ordinal));
    }

    [Fact(Skip = "Windows has no mode for the socket", SkipUnless = nameof(IsUnix))]
    public async Task The_socket_of_a_killed_proxy_is_taken_over_but_not_that_of_a_living_one_and_no_other_file()
    {
        Manifest.Add("a", "pipe", "echo");
        var path = Folder.File("admin.sock");
        var killed = await StartAsync(("ADMIN_ADDRESS", path));
        await KillAsync(killed);
        Assert.True(File.Exists(path), $"{path} is gone");

        await StartAsync(("ADMIN_ADDRESS", path));
        Assert.Equal(HttpStatusCode.OK, await GetAsync(path, "localhost"));

        var (second, errors) = await RunAsync(Manifest.Write(), ("ADMIN_ADDRESS", path));
        Assert.Equal(69, second);
        Assert.Contains(path, Assert.Single(errors), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await GetAsync(path, "localhost"));

        var file = Folder.File("notes");
        await File.WriteAllTextAsync(file, "keep", Cancellation);
        Assert.Equal(69, (await RunAsync(Manifest.Write(), ("ADMIN_ADDRESS", file))).ExitCode);
        Assert.Equal("keep", await File.ReadAllTextAsync(file, Cancellation));
    }

    private static async Task KillAsync(ProxyProcess proxy)
    {
        proxy.Kill();
        await proxy.WaitForExitAsync();
    }

    private static async Task<HttpStatusCode> GetAsync(string socketPath, string host)
    {
        using var client = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        });
        using var response = await client.GetAsync(new Uri($"http://{host}/lambdas"), Cancellation);
        return response.StatusCode;
    }
}
