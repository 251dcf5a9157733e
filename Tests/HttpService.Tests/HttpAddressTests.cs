using LambdaRuntime;

namespace HttpService.Tests;

public sealed class HttpAddressTests
{
    [Theory]
    [InlineData("127.0.0.1:5000", "127.0.0.1:5000")]
    [InlineData("localhost:1", "127.0.0.1:1")]
    [InlineData("[::1]:65535", "[::1]:65535")]
    [InlineData("unix:/tmp/a.sock", "/tmp/a.sock")]
    public void Reads_host_and_port_or_a_path(string text, string expected) => Assert.Equal(expected, HttpAddress.Parse(text).ToString());

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:")]
    [InlineData("127.0.0.1:0")]
    [InlineData("127.0.0.1:65536")]
    [InlineData("127.0.0.1:-1")]
    [InlineData(":5000")]
    [InlineData("http://127.0.0.1:5000")]
    [InlineData("nowhere.example:5000")]
    [InlineData("unix:")]
    [InlineData("unix:a.sock")]
    [InlineData("unix:/0123456789/0123456789/0123456789/0123456789/0123456789/0123456789/0123456789/0123456789/0123456789/0123456789/0123456789")]
    public void Refuses_everything_else(string? text)
    {
        var exception = Assert.Throws<LambdaStartException>(() => HttpAddress.Parse(text));

        Assert.Equal(LambdaStartError.BadSetting, exception.Error);
        Assert.Contains("HTTP_ADDRESS", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }
}
