using PerfRunner.Proxying;

namespace PerfRunner.Planning;

/// <summary>A lambda as far as a plan needs it: where it is reached, and how.</summary>
internal sealed record LambdaRoute(string Id, string Route, LambdaCommunication Communication)
{
    private const string PrefixEnd = "/*";
    private const string ExampleSegment = "hello";

    /// <summary>A path that this route serves.</summary>
    public string ExamplePath => IsPrefix ? Route[..^1] + ExampleSegment : Route;

    private bool IsPrefix => Route.EndsWith(PrefixEnd, StringComparison.Ordinal);

    /// <returns>The lambda with the most specific route that serves the path.</returns>
    public static LambdaRoute? Serving(string pathAndQuery, IEnumerable<LambdaRoute> lambdas)
    {
        string path = pathAndQuery.Split('?')[0];
        return lambdas.Where(lambda => lambda.Serves(path)).MaxBy(lambda => (!lambda.IsPrefix, lambda.Route.Length));
    }

    private bool Serves(string path) => IsPrefix
        ? path == Route[..^PrefixEnd.Length] || path.StartsWith(Route[..^1], StringComparison.Ordinal)
        : path == Route;
}
