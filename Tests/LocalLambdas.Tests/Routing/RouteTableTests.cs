using CsCheck;
using LocalLambdas.Routing;

namespace LocalLambdas.Tests.Routing;

public sealed class RouteTableTests
{
    // Few and alike, so that random routes and paths meet often
    private static readonly Gen<string> Path =
        Gen.OneOf("a", "b", "ab", "A", "").Array[0, 5].Select(segments => "/" + string.Join('/', segments));

    private static readonly Gen<RoutePattern> Route =
        Gen.Select(Path, Gen.Bool).Select((path, isPrefix) => isPrefix ? path.TrimEnd('/') + "/*" : path)
            .Where(text => RoutePattern.TryParse(text, out _, out _)).Select(Parse);

    [Fact]
    public void The_table_finds_what_a_search_through_all_routes_finds() =>
        Gen.Select(Route.Array[0, 20], Path).Sample(
            (routes, path) =>
            {
                var distinct = routes.DistinctBy(route => route.Text).ToArray();
                var expected = distinct.Where(route => route.Matches(path))
                    .OrderBy(route => route.IsPrefix).ThenByDescending(route => route.Text.Length).FirstOrDefault();

                return Table(distinct).TryMatch(path, out var found) == expected is not null && found == expected?.Text;
            },
            iter: 20_000);

    [Theory]
    [InlineData("/a/b", "/a/b")]
    [InlineData("/a/b/", "/a/b/*")]
    [InlineData("/a/b/c", "/a/b/*")]
    [InlineData("/a/bc", "/a/*")]
    [InlineData("/a", "/a/*")]
    [InlineData("/b", "/*")]
    [InlineData("/", "/*")]
    public void The_most_specific_route_wins(string path, string expected)
    {
        var table = Table([Parse("/*"), Parse("/a/*"), Parse("/a/b/*"), Parse("/a/b")]);

        Assert.True(table.TryMatch(path, out var found));
        Assert.Equal(expected, found);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("")]
    [InlineData("/a")]
    public void An_empty_table_matches_nothing(string path) => Assert.False(Table([]).TryMatch(path, out _));

    [Fact]
    public void A_route_cannot_be_given_twice() =>
        Assert.Throws<ArgumentException>(() => Table([Parse("/a/*"), Parse("/a/*")]));

    [Theory]
    [InlineData("/service-500/a/b/c")]
    [InlineData("/exact/500")]
    [InlineData("/none/of/them")]
    public void A_lookup_allocates_nothing(string path)
    {
        var table = Table([.. Enumerable.Range(0, 1000).SelectMany(i => new[] { $"/service-{i}/*", $"/exact/{i}" }).Select(Parse)]);
        table.TryMatch(path, out _);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            table.TryMatch(path, out _);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
    }

    private static RoutePattern Parse(string text) =>
        RoutePattern.TryParse(text, out var pattern, out var reason) ? pattern! : throw new ArgumentException(reason, nameof(text));

    private static RouteTable<string> Table(IReadOnlyList<RoutePattern> routes) =>
        new(routes.Select(route => KeyValuePair.Create(route, route.Text)));
}
