namespace LambdaRuntime.Tests.Listening;

public sealed class PipeAddressTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("relative.sock")]
    [InlineData("/tmp/")]
    [InlineData(@"\\.\pipe\")]
    public void An_unusable_address_is_a_bad_setting(string? address)
    {
        var exception = Assert.Throws<LambdaStartException>(() => PipeAddress.Check(address));

        Assert.Equal(LambdaStartError.BadSetting, exception.Error);
        Assert.Contains("PIPE_ADDRESS", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }

    [Fact]
    public void A_usable_address_is_taken_as_it_is()
    {
        var address = OperatingSystem.IsWindows() ? @"\\.\pipe\a" : "/a.sock";

        Assert.Equal(address, PipeAddress.Check(address));
    }
}
