namespace LambdaRuntime.Tests;

public sealed class LambdaRequestTests
{
    [Theory]
    [InlineData("/p", "a", null)]
    [InlineData("/p?", "a", null)]
    [InlineData("/p?", "", "")]
    [InlineData("/p?a=1", "a", "1")]
    [InlineData("/p?a=1", "A", null)]
    [InlineData("/p?b=1&a=2&a=3", "a", "2")]
    [InlineData("/p?aa=1&a", "a", "")]
    [InlineData("/p?a=", "a", "")]
    [InlineData("/p?a=b=c&d", "a", "b=c")]
    [InlineData("/p?a=x+y%2Bz%C3%BC", "a", "x y+zü")]
    [InlineData("/p?%61=1", "a", "1")]
    [InlineData("/p?a=%zz", "a", "%zz")]
    public void Looks_up_query_parameters(string uri, string name, string? expected) =>
        Assert.Equal(expected, new LambdaRequest { Method = "GET", Uri = uri }.Query(name));
}
