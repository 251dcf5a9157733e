using LocalLambdas.Manifests;

namespace LocalLambdas.Tests.Manifests;

public sealed class DurationTests
{
    [Theory]
    [InlineData("1ms", 1L)]
    [InlineData("500ms", 500L)]
    [InlineData("0.5ms", null)]
    [InlineData("30s", 30_000L)]
    [InlineData("1.5s", 1_500L)]
    [InlineData("30", 30_000L)]
    [InlineData("0.25", 250L)]
    [InlineData("0.001", 1L)]
    [InlineData("0.0009", null)]
    [InlineData("10m", 600_000L)]
    [InlineData("2h", 7_200_000L)]
    [InlineData("0", 0L)]
    [InlineData("0h", 0L)]
    [InlineData("1000h", 3_600_000_000L)]
    [InlineData("1000.1h", null)]
    [InlineData("99999999999999999999999999999h", null)]
    [InlineData("79228162514264337593543950335h", null)]
    [InlineData("-1s", null)]
    [InlineData("+1s", null)]
    [InlineData("1e3s", null)]
    [InlineData("1,5s", null)]
    [InlineData("1 s", null)]
    [InlineData("1S", null)]
    [InlineData("1min", null)]
    [InlineData("1d", null)]
    [InlineData("s", null)]
    [InlineData("ms", null)]
    [InlineData("", null)]
    [InlineData(".", null)]
    [InlineData("1.2.3s", null)]
    [InlineData("00:00:30", null)]
    [InlineData("٣s", null)]
    [InlineData("infinite", null)]
    public void A_duration_is_a_number_with_a_unit(string text, long? milliseconds)
    {
        Assert.Equal(milliseconds is not null, Duration.TryParse(text, out var duration));
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds ?? 0), duration);
    }

    [Fact]
    public void The_longest_duration_fits_a_timer()
    {
        Assert.True(Duration.TryParse("1000h", out var duration));

        using var source = new CancellationTokenSource();
        source.CancelAfter(duration);
        Assert.Throws<ArgumentOutOfRangeException>(() => source.CancelAfter(duration * 2));
    }
}
