using System.Net;
using System.Net.Sockets;
using LocalLambdas.Tests.Processes;
using Testing.Proxy;

namespace LocalLambdas.Tests.EndToEnd;

[Collection(ProxyCollections.First)]
public sealed class SettingTests : ProxyTest
{
    private const int BadUsage = 64;
    private const int CannotBind = 69;

    [Theory]
    [InlineData("BIND_ADDRESS", "nonsense")]
    [InlineData("BIND_ADDRESS", "127.0.0.1:99999")]
    [InlineData("ADMIN_ADDRESS", "127.0.0.1:x")]
    [InlineData("ENABLE_CACHE", "maybe")]
    [InlineData("ENABLE_CACHE", "-1")]
    [InlineData("CACHE_DEFAULT_SECONDS", "soon")]
    [InlineData("CACHE_MAX_BYTES", "0")]
    [InlineData("MAX_REQUEST_BODY_BYTES", "-1")]
    [InlineData("MAX_REQUEST_HEADER_BYTES", "12")]
    public async Task A_bad_setting_ends_the_proxy_and_is_named(string variable, string value)
    {
        Manifest.Add("a", "pipe", "echo");

        var (exitCode, errors) = await RunAsync(Manifest.Write(), (variable, value));

        Assert.Equal(BadUsage, exitCode);
        var error = Assert.Single(errors);
        Assert.Contains(variable, error, StringComparison.Ordinal);
        Assert.Contains(value, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_argument_that_is_unknown_is_named()
    {
        var (exitCode, errors) = await RunAsync("--manifest");

        Assert.Equal(BadUsage, exitCode);
        Assert.Equal("local_lambdas: unknown argument '--manifest'", errors[0]);
    }

    [Theory]
    [InlineData("BIND_ADDRESS"), InlineData("ADMIN_ADDRESS")]
    public async Task An_address_in_use_ends_the_proxy_and_is_named(string variable)
    {
        Manifest.Add("a", "pipe", "echo").With("start", "eager");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = listener.LocalEndpoint.ToString()!;

        var (exitCode, errors) = await RunAsync(Manifest.Write(), (variable, address));

        Assert.Equal(CannotBind, exitCode);
        Assert.Contains(address, Assert.Single(errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_of_another_machine_ends_the_proxy_and_is_named()
    {
        const string TestNet = "192.0.2.1:3999";
        Manifest.Add("a", "pipe", "echo");

        var (exitCode, errors) = await RunAsync(Manifest.Write(), ("BIND_ADDRESS", TestNet));

        Assert.Equal(CannotBind, exitCode);
        Assert.Contains(TestNet, Assert.Single(errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_in_use_is_said_once_and_without_a_stack_trace()
    {
        Manifest.Add("a", "pipe", "echo");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        await using var proxy = ProxyProcess.Launch([Manifest.Write()], Folder.Path, new Dictionary<string, string?> { ["BIND_ADDRESS"] = listener.LocalEndpoint.ToString() });
        await proxy.WaitForExitAsync();

        Assert.DoesNotContain("SocketException", proxy.Log(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_for_sockets_that_is_not_there_is_named()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows pipes need no folder");
        Manifest.Add("a", "pipe", "echo");
        var missing = Folder.File("missing");

        var (exitCode, errors) = await RunAsync(Manifest.Write(), ("TMPDIR", missing));

        Assert.Equal(BadUsage, exitCode);
        var error = Assert.Single(errors);
        Assert.Contains("TMPDIR", error, StringComparison.Ordinal);
        Assert.Contains(missing, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_argument_it_reads_manifest_xml_of_the_current_directory()
    {
        Manifest.Add("a", "pipe", "echo").With("route", "a route without a slash");
        Manifest.Write();

        var (exitCode, errors) = await RunAsync(manifest: null);

        Assert.Equal(65, exitCode);
        Assert.Contains("manifest.xml", Assert.Single(errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_threads_of_the_sockets_are_few_and_set_for_the_proxy_alone()
    {
        Shell.SkipWithoutProc();
        Manifest.Add("a", "pipe", "echo");
        var proxy = await StartAsync(("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", null));

        var lambda = await Echo.GetAsync(proxy.Client, "/a/");

        var threads = Directory.GetDirectories($"/proc/{proxy.Id}/task").Count(task => File.ReadAllText($"{task}/comm").StartsWith(".NET Sockets", StringComparison.Ordinal));
        Assert.Equal(Math.Max(1, Environment.ProcessorCount / 2), threads);
        Assert.DoesNotContain("DOTNET_SYSTEM_NET_SOCKETS", await File.ReadAllTextAsync($"/proc/{lambda.Pid}/environ", Cancellation), StringComparison.Ordinal);
    }
}
