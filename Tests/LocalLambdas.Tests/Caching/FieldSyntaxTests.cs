using LocalLambdas.Caching;

namespace LocalLambdas.Tests.Caching;

public class FieldSyntaxTests
{
    [Theory]
    [InlineData("Sun, 06 Nov 1994 08:49:37 GMT")]
    [InlineData("Sunday, 06-Nov-94 08:49:37 GMT")]
    [InlineData("Sun Nov  6 08:49:37 1994")]
    public void All_forms_of_a_date_are_read(string text)
    {
        Assert.True(HttpDate.TryParse(text, out var date));
        Assert.Equal(new DateTimeOffset(1994, 11, 6, 8, 49, 37, TimeSpan.Zero), date);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("")]
    [InlineData("Sun, 06 Nov 1994 08:49:37 UTC")]
    [InlineData("Sun, 06 Nov 1994 08:49:37 +0100")]
    [InlineData("Mon, 06 Nov 1994 08:49:37 GMT")]
    [InlineData("Sun, 31 Feb 1994 08:49:37 GMT")]
    [InlineData("1994-11-06T08:49:37Z")]
    public void What_is_no_date_is_refused(string text) => Assert.False(HttpDate.TryParse(text, out _));

    [Fact]
    public void A_date_is_written_in_the_form_for_senders() =>
        Assert.Equal("Sun, 06 Nov 1994 08:49:37 GMT", HttpDate.Format(new DateTimeOffset(1994, 11, 6, 9, 49, 37, TimeSpan.FromHours(1))));

    [Theory]
    [InlineData("\"a\"", true)]
    [InlineData("W/\"a\"", true)]
    [InlineData("\"\"", true)]
    [InlineData("a", false)]
    [InlineData("\"a", false)]
    [InlineData("w/\"a\"", false)]
    [InlineData("\"a\" \"b\"", false)]
    [InlineData("", false)]
    public void Entity_tags_are_told_from_other_text(string text, bool expected) => Assert.Equal(expected, EntityTag.IsValid(text));

    [Theory]
    [InlineData("\"a\"", "\"a\"", true)]
    [InlineData("W/\"a\"", "\"a\"", true)]
    [InlineData("\"x\", W/\"a\" ,\"y\"", "W/\"a\"", true)]
    [InlineData("\"x,\",\"a\"", "\"a\"", true)]
    [InlineData("\"x, \"a\"\"", "\"a\"", false)]
    [InlineData("\"A\"", "\"a\"", false)]
    [InlineData("a", "\"a\"", false)]
    [InlineData("\"b\"", "\"a\"", false)]
    [InlineData("", "\"a\"", false)]
    public void A_tag_is_found_in_a_condition(string line, string tag, bool expected) => Assert.Equal(expected, EntityTag.Names(line, tag));
}
