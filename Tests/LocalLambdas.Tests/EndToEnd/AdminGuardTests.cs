using System.Diagnostics;
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
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, "/lambdas")) { Headers = { Host = host, Authorization = new("Bearer", AdminClient.Token) } };
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
            foreach (var path in new[] { "/lambdas", "/lambdas/a", "/health/", "/nowhere" })
            {
                using var response = await SendAsync(path, authorization);
                await AssertProblemAsync(HttpStatusCode.Unauthorized, response);
                Assert.Equal("Bearer", response.Headers.WwwAuthenticate.Single().Scheme);
            }
        }

        using var health = await SendAsync("/health", null);
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        Assert.Equal("""{"status":"healthy"}""", await health.Content.ReadAsStringAsync(Cancellation));
        foreach (var authorization in new[] { $"Bearer {Token}", $"bearer {Token}" })
        {
            using var response = await SendAsync("/lambdas", authorization);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

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
    public async Task Without_a_token_another_user_is_not_answered()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess || !File.Exists(Setpriv))
            Assert.Skip("only root can be another user, and only Linux tells whose a connection is");
        Manifest.Add("a", "pipe", "echo");
        var proxy = await StartAsync();
        var port = (await proxy.Output.Admin).Port;

        Assert.StartsWith("HTTP/1.1 403", await AskAsAsync(Nobody, port, "GET /lambdas"), StringComparison.Ordinal);
        Assert.Contains("urn:local_lambdas:admin:foreign-user", await AskAsAsync(Nobody, port, "POST /lambdas/a/start"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200", await AskAsAsync(Nobody, port, "GET /health"), StringComparison.Ordinal);
        Assert.Empty(Started);
        Assert.StartsWith("HTTP/1.1 200", await AskAsAsync(0, port, "GET /lambdas"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_user_can_enter_neither_the_folder_of_the_sockets_nor_a_socket_of_the_admin_endpoint()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess || !File.Exists(Setpriv))
            Assert.Skip("only root can be another user");
        Manifest.Add("a", "pipe", "echo").Add("b", "plain-unix", "echo");
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}"[..12]);
        var proxy = await StartAsync(("ADMIN_ADDRESS", path));
        var pipe = (await Echo.GetAsync(proxy.Client, "/a/")).Address;
        var plain = (await Echo.GetAsync(proxy.Client, "/b/")).Address["unix:".Length..];

        // Who may not write to a socket cannot connect to it (unix(7))
        foreach (var socket in new[] { pipe, plain, path })
        {
            Assert.Equal("no", (await MayWriteAsync(Nobody, socket)).Trim());
            Assert.Equal("yes", (await MayWriteAsync(0, socket)).Trim());
        }

        static Task<string> MayWriteAsync(int user, string file) => RunAsAsync(user, "/bin/bash", "-c", "test -w \"$1\" && echo yes || echo no", "bash", file);
    }

    private const string Setpriv = "/usr/bin/setpriv";
    private const int Nobody = 65534;

    private static Task<string> AskAsAsync(int user, int port, string request) => RunAsAsync(
        user,
        "/bin/bash",
        "-c",
        $"exec 3<>/dev/tcp/127.0.0.1/{port}; printf '{request} HTTP/1.1\\r\\nHost: 127.0.0.1:{port}\\r\\nConnection: close\\r\\n\\r\\n' >&3; cat <&3");

    private static async Task<string> RunAsAsync(int user, params string[] command)
    {
        var start = new ProcessStartInfo(Setpriv, [$"--reuid={user}", "--clear-groups", .. command]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(Cancellation), process.StandardError.ReadToEndAsync(Cancellation));
        await process.WaitForExitAsync(Cancellation);
        return string.Concat(output);
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

    [Fact(Skip = "Windows has no mode for the socket", SkipUnless = nameof(IsUnix))]
    public async Task A_socket_in_a_folder_that_is_missing_ends_the_proxy_and_names_the_folder()
    {
        Manifest.Add("a", "pipe", "echo");
        var folder = Folder.File("missing");

        var (exitCode, errors) = await RunAsync(Manifest.Write(), ("ADMIN_ADDRESS", $"{folder}/admin.sock"));

        Assert.Equal(69, exitCode);
        Assert.EndsWith($"there is no folder {folder}", Assert.Single(errors), StringComparison.Ordinal);
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
