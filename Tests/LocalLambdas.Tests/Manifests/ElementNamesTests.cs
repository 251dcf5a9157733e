using LocalLambdas.Manifests;

namespace LocalLambdas.Tests.Manifests;

public sealed class ElementNamesTests
{
    [Theory]
    [InlineData("ID", "id")]
    [InlineData("args", "arg")]
    [InlineData("exe", null)]
    [InlineData("executible", "executable")]
    [InlineData("pipename", "pipe_name")]
    [InlineData("working_directory", null)]
    [InlineData("workingdir", "working_dir")]
    [InlineData("mode", null)]
    [InlineData("timeout", null)]
    [InlineData("idletimeout", "idle_timeout")]
    [InlineData("environment", null)]
    public void The_nearest_name_is_suggested_or_all_of_them(string name, string? nearest) =>
        Assert.StartsWith(
            nearest is null ? "use one of <id>, " : $"did you mean <{nearest}>?",
            ElementNames.Suggest(name, ElementNames.OfProcess),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("abc", "", 3)]
    [InlineData("", "abc", 3)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("route", "route", 0)]
    [InlineData("rout", "route", 1)]
    public void The_distance_counts_edits(string from, string to, int distance) => Assert.Equal(distance, EditDistance.Between(from, to));
}
