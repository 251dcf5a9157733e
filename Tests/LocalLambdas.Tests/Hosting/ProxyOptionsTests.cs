using LocalLambdas.Hosting;

namespace LocalLambdas.Tests.Hosting;

public class ProxyOptionsTests
{
    [Fact]
    public void Defaults_are_those_of_the_manual()
    {
        var options = ProxyOptions.From(_ => null);

        Assert.Equal("127.0.0.1:3000", options.BindAddress.ToString());
        Assert.Null(options.Admin);
        Assert.Null(options.Cache);
        Assert.Equal(new(new(HeldBytes: 30_000_000, StreamedBytes: null), HeaderBytes: 32_768), options.Limits);
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
    [InlineData("ADMIN_ADDRESS", "run/admin.sock")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "foo")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "localhost:4317")]
    [InlineData("ENABLE_CACHE", "yes")]
    [InlineData("ENABLE_CACHE", "-1")]
    [InlineData("ENABLE_CACHE", "1.5")]
    [InlineData("CACHE_DEFAULT_SECONDS", "-1")]
    [InlineData("CACHE_DEFAULT_SECONDS", "5s")]
    [InlineData("CACHE_MAX_BYTES", "0")]
    [InlineData("CACHE_MAX_BYTES", "9223372036854775808")]
    [InlineData("MAX_REQUEST_BODY_BYTES", "many")]
    [InlineData("MAX_STREAMED_BODY_BYTES", "-1")]
    [InlineData("MAX_REQUEST_BODY_BYTES", "268435457")]
    [InlineData("MAX_REQUEST_HEADER_BYTES", "1023")]
    [InlineData("MAX_REQUEST_HEADER_BYTES", "1048577")]
    public void A_bad_value_is_refused_by_name(string name, string value)
    {
        var exception = Assert.Throws<OptionException>(() => From(name, value));

        Assert.Contains(name, exception.Message, StringComparison.Ordinal);
        Assert.Contains(value, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("true", 1000)]
    [InlineData("false", null)]
    [InlineData("", null)]
    [InlineData("0", null)]
    [InlineData("7", 7)]
    public void Cache_is_on_or_off_or_a_number_of_entries(string text, int? entries) => Assert.Equal(entries, From("ENABLE_CACHE", text).Cache?.MaxEntries);

    [Fact]
    public void The_cache_is_bounded_in_bytes_and_keeps_for_so_long_what_says_nothing()
    {
        var cache = From(("ENABLE_CACHE", "true"), ("CACHE_MAX_BYTES", "5000"), ("CACHE_DEFAULT_SECONDS", "0")).Cache!;

        Assert.Equal((5000, 5000, TimeSpan.Zero), (cache.MaxBytes, cache.MaxEntryBytes, cache.DefaultFreshness));
        cache.Validate();
    }

    [Fact]
    public void The_limits_of_a_request_may_be_changed() => Assert.Equal(
        new(new(HeldBytes: 0, StreamedBytes: 1000), HeaderBytes: 1024),
        From(("MAX_REQUEST_BODY_BYTES", "0"), ("MAX_STREAMED_BODY_BYTES", "1000"), ("MAX_REQUEST_HEADER_BYTES", "1024")).Limits);

    [Fact]
    public void The_admin_address_may_be_a_path_where_the_socket_can_be_kept_from_others()
    {
        const string Path = "/run/user/1000/admin.sock";
        if (OperatingSystem.IsWindows())
            Assert.Throws<OptionException>(() => From("ADMIN_ADDRESS", Path));
        else
            Assert.Equal(Path, From("ADMIN_ADDRESS", Path).Admin!.Address.ToString());
        Assert.Throws<OptionException>(() => From("ADMIN_ADDRESS", "/" + new string('x', 200)));
    }

    [Fact]
    public void A_path_that_is_not_absolute_is_told_apart_from_an_address() =>
        Assert.Contains("use an absolute path", Assert.Throws<OptionException>(() => From("ADMIN_ADDRESS", "./admin.sock")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("short")]
    [InlineData("sixteen characters with spaces")]
    [InlineData("sechzehn-zeichen-ü")]
    public void A_bad_token_is_refused_but_not_shown(string token)
    {
        var exception = Assert.Throws<OptionException>(() => From("ADMIN_TOKEN", token));

        Assert.Contains("ADMIN_TOKEN", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(token, exception.Message, StringComparison.Ordinal);
    }

    private static ProxyOptions From(params (string Name, string Value)[] settings) =>
        ProxyOptions.From(asked => settings.FirstOrDefault(setting => setting.Name == asked).Value);

    private static ProxyOptions From(string name, string value) => ProxyOptions.From(asked => asked == name ? value : null);
}
