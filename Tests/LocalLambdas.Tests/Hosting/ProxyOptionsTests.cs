using LocalLambdas.Hosting;

namespace LocalLambdas.Tests.Hosting;

public class ProxyOptionsTests
{
    [Fact]
    public void Defaults_are_those_of_the_manual()
    {
        var options = ProxyOptions.From(_ => null);

        Assert.Equal("127.0.0.1:3000", options.BindAddress.ToString());
        Assert.Null(options.AdminAddress);
        Assert.Equal(0, options.CacheEntries);
    }

    [Theory]
    [InlineData("0.0.0.0:80", "0.0.0.0:80")]
    [InlineData("localhost:0", "127.0.0.1:0")]
    [InlineData("[::1]:3000", "[::1]:3000")]
    public void Bind_address_is_an_address_with_a_port(string text, string expected) =>
        Assert.Equal(expected, From("BIND_ADDRESS", text).BindAddress.ToString());

    [Theory]
    [InlineData("BIND_ADDRESS", "3000")]
    [InlineData("BIND_ADDRESS", "127.0.0.1")]
    [InlineData("BIND_ADDRESS", "127.0.0.1:")]
    [InlineData("BIND_ADDRESS", "127.0.0.1:65536")]
    [InlineData("BIND_ADDRESS", "::1:3000")]
    [InlineData("BIND_ADDRESS", "[::1]")]
    [InlineData("BIND_ADDRESS", "somewhere:3000")]
    [InlineData("ADMIN_ADDRESS", "0.0.0.0:3001")]
    [InlineData("ADMIN_ADDRESS", "192.0.2.1:3001")]
    [InlineData("ENABLE_CACHE", "yes")]
    [InlineData("ENABLE_CACHE", "-1")]
    [InlineData("ENABLE_CACHE", "1.5")]
    public void A_bad_value_is_refused_by_name(string name, string value)
    {
        var exception = Assert.Throws<OptionException>(() => From(name, value));

        Assert.Contains(name, exception.Message, StringComparison.Ordinal);
        Assert.Contains(value, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("true", 1000)]
    [InlineData("false", 0)]
    [InlineData("", 0)]
    [InlineData("0", 0)]
    [InlineData("7", 7)]
    public void Cache_is_on_or_off_or_a_number_of_entries(string text, int entries) => Assert.Equal(entries, From("ENABLE_CACHE", text).CacheEntries);

    private static ProxyOptions From(string name, string value) => ProxyOptions.From(asked => asked == name ? value : null);
}
