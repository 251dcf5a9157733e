namespace AppHost.Benchmarks;

/// <summary>A case that can be run alone.</summary>
/// <param name="Number">What <c>--cases</c> takes.</param>
internal sealed record BenchmarkCase(int Number, string Name)
{
    /// <summary>The runner's own list, which the app host does not link: it starts a program.</summary>
    public static IReadOnlyList<BenchmarkCase> All { get; } =
        [new(1, "cached"), new(2, "HTTP warm"), new(3, "HTTP cold"), new(4, "pipe warm"), new(5, "pipe cold")];
}
