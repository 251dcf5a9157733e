using LocalLambdas.Admin;
using LocalLambdas.Manifests;
using LocalLambdas.Routing;

namespace PerfRunner.Planning;

/// <summary>A lambda as far as a plan needs it: where it is reached, and how.</summary>
/// <param name="Spares">How many processes are kept ready.</param>
internal sealed record LambdaRoute(string Id, RoutePattern Route, CommunicationMode Communication, int Spares = 0)
{
    private const string ExampleSegment = "/hello";

    /// <summary>A path that this route serves.</summary>
    public string ExamplePath => Route.IsPrefix ? Route.Path + ExampleSegment : Route.Path;

    public static IReadOnlyList<LambdaRoute> From(Manifest manifest) =>
        [.. manifest.Lambdas.Select(lambda => new LambdaRoute(lambda.Id, lambda.Route, lambda.CommunicationMode, lambda.WarmSpares))];

    /// <returns>Those that are understood: another version of the proxy may know other modes and routes.</returns>
    public static IReadOnlyList<LambdaRoute> From(LambdaList list) => [.. list.Lambdas.Select(From).OfType<LambdaRoute>()];

    /// <returns>The lambda with the most specific route that serves the path.</returns>
    public static LambdaRoute? Serving(string pathAndQuery, IEnumerable<LambdaRoute> lambdas)
    {
        RouteTable<LambdaRoute> table = new(lambdas.Select(lambda => KeyValuePair.Create(lambda.Route, lambda)));
        return table.TryMatch(pathAndQuery.Split('?')[0], out LambdaRoute? serving) ? serving : null;
    }

    private static LambdaRoute? From(LambdaStatus lambda) =>
        RoutePattern.TryParse(lambda.Route, out RoutePattern? route, out _)
            && Enum.TryParse(lambda.CommunicationMode, ignoreCase: true, out CommunicationMode communication)
            ? new LambdaRoute(lambda.Id, route!, communication, lambda.Spares?.Wanted ?? 0)
            : null;
}
