using LocalLambdas.Caching;

namespace LocalLambdas.Tests.Caching;

public class CacheControlTests
{
    [Theory]
    [InlineData("max-age=60", 60L)]
    [InlineData("MAX-AGE=60", 60L)]
    [InlineData("max-age=\"60\"", 60L)]
    [InlineData(" ,, foo=bar,\tmax-age=0060 ,", 60L)]
    [InlineData("x=\"max-age=1, \\\" max-age=2\", max-age=3", 3L)]
    [InlineData("max-age=2147483648", 1L << 31)]
    [InlineData("max-age=99999999999999999999999999", 1L << 31)]
    [InlineData("x-max-age=5", null)]
    [InlineData("", null)]
    public void A_number_of_seconds_is_read(string line, long? expected)
    {
        var control = Parse(line);

        Assert.Equal(expected, control.MaxAge);
        Assert.False(control.HasInvalidSeconds);
        Assert.False(control.IsMalformed);
    }

    [Theory]
    [InlineData("max-age")]
    [InlineData("max-age=")]
    [InlineData("max-age=-1")]
    [InlineData("max-age=1.5")]
    [InlineData("max-age= 60")]
    [InlineData("max-age =60")]
    [InlineData("max-age=60s")]
    [InlineData("max-age=٦٠")]
    [InlineData("max-age='60'")]
    [InlineData("max-age=60, max-age=60")]
    [InlineData("s-maxage=x")]
    [InlineData("min-fresh=")]
    public void What_is_no_number_or_stands_twice_is_invalid(string line) => Assert.True(Parse(line).HasInvalidSeconds);

    [Fact]
    public void A_directive_that_stands_twice_in_two_lines_is_invalid() => Assert.True(Parse("max-age=1", "max-age=2").HasInvalidSeconds);

    [Fact]
    public void Directives_of_all_lines_count()
    {
        var control = Parse("no-store, Public", "no-cache=\"a, b\", private=x", "must-revalidate", "only-if-cached, s-maxage=1, min-fresh=2");

        Assert.True(control.NoStore && control.NoCache && control.Private && control.Public && control.MustRevalidate && control.OnlyIfCached);
        Assert.Equal((1L, 2L), (control.SharedMaxAge, control.MinFresh));
    }

    [Theory]
    [InlineData("max-age=60, private=\"x, no-store")]
    [InlineData("x=\"\\\"")]
    public void A_quoted_string_without_an_end_is_malformed(string line) => Assert.True(Parse(line).IsMalformed);

    [Fact]
    public void A_directive_in_a_quoted_string_is_none() => Assert.False(Parse("x=\"no-store, private\"").NoStore);

    private static CacheControl Parse(params string[] lines)
    {
        var control = new CacheControl();
        foreach (var line in lines)
            control.Add(line);
        return control;
    }
}
