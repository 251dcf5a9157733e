using System.Globalization;
using PerfRunner.Export;
using PerfRunner.Results;

namespace PerfRunner.Tests.Export;

public sealed class UnitsTests
{
    [Theory]
    [InlineData(null, "n/a")]
    [InlineData(0.0, "0.00 µs")]
    [InlineData(-0.001, "0.00 µs")]
    [InlineData(-12.5, "-12.5 µs")]
    [InlineData(1.234, "1.23 µs")]
    [InlineData(12.34, "12.3 µs")]
    [InlineData(999.9, "999.9 µs")]
    [InlineData(1234.5, "1,235 µs")]
    [InlineData(9999.0, "9,999 µs")]
    [InlineData(10_000.0, "10.0 ms")]
    [InlineData(1_234_567.0, "1,235 ms")]
    [InlineData(12_340_000.0, "12.3 s")]
    public void Durations_state_their_unit(double? microseconds, string text) => Assert.Equal(text, Units.Duration(microseconds));

    [Theory]
    [InlineData(null, "n/a")]
    [InlineData(0.0, "0 B")]
    [InlineData(1023.0, "1,023 B")]
    [InlineData(1024.0, "1.00 KiB")]
    [InlineData(50_331_648.0, "48.0 MiB")]
    [InlineData(16_777_216_000.0, "15.6 GiB")]
    public void Bytes_are_binary_multiples(double? bytes, string text) => Assert.Equal(text, Units.Bytes(bytes));

    [Fact]
    public void Rates_and_ratios_state_what_they_are()
    {
        Assert.Equal("12,346/s", Units.PerSecond(12_345.6));
        Assert.Equal("n/a", Units.PerSecond(null));
        Assert.Equal("1.50 KiB/s", Units.BytesPerSecond(1536));
        Assert.Equal("n/a", Units.BytesPerSecond(null));
        Assert.Equal("1.31 ×", Units.Ratio(1.3149));
        Assert.Equal("12.5 %", Units.Percent(0.125));
    }

    [Fact]
    public void Times_are_utc()
    {
        DateTimeOffset time = new(2025, 6, 1, 1, 2, 3, 4, 5, TimeSpan.FromHours(2));
        Assert.Equal("2025-05-31 23:02:03 UTC", Units.Timestamp(time));
        Assert.Equal("23:02:03.004005", Units.TimeOfDay(time));
    }

    [Fact]
    public void The_culture_of_the_user_does_not_matter()
    {
        var previous = CultureInfo.CurrentCulture;
        var german = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (german.NumberFormat.NumberDecimalSeparator, german.NumberFormat.NumberGroupSeparator) = (",", ".");
        try
        {
            CultureInfo.CurrentCulture = german;
            Assert.Equal("1,235 µs 12.3 µs 1,000", $"{Units.Duration(1234.5)} {Units.Duration(12.34)} {Units.Count(1000)}");
        }
        finally
        {
            CultureInfo.CurrentCulture = previous;
        }
    }

    [Fact]
    public void Names_are_those_of_the_json() => Assert.Equal("wrongCacheState", Units.Name(RequestError.WrongCacheState));
}
