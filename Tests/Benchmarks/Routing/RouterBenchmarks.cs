using System.Globalization;
using BenchmarkDotNet.Attributes;
using LocalLambdas.Routing;

namespace Benchmarks.Routing;

/// <summary>From a path to its lambda, however many there are.</summary>
[MemoryDiagnoser]
public class RouterBenchmarks
{
    private RouteTable<string> _routes = null!;

    [Params(1, 1000)]
    public int Routes { get; set; }

    [GlobalSetup]
    public void Build() => _routes = new RouteTable<string>(Enumerable.Range(0, Routes).Select(Route));

    [Benchmark]
    public bool Match() => _routes.TryMatch("/service-0/orders/7", out _);

    [Benchmark]
    public bool NoMatch() => _routes.TryMatch("/elsewhere/orders/7", out _);

    private static KeyValuePair<RoutePattern, string> Route(int index)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"/service-{index}/*");
        return RoutePattern.TryParse(text, out var pattern, out var reason) ? new(pattern!, text) : throw new InvalidOperationException(reason);
    }
}
