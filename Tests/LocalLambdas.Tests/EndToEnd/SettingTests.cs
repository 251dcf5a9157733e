using System.Net;
using System.Net.Sockets;

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
    public async Task Without_an_argument_it_reads_manifest_xml_of_the_current_directory()
    {
        Manifest.Add("a", "pipe", "echo").With("route", "a route without a slash");
        Manifest.Write();

        var (exitCode, errors) = await RunAsync(manifest: null);

        Assert.Equal(65, exitCode);
        Assert.Contains("manifest.xml", Assert.Single(errors), StringComparison.Ordinal);
    }
}
