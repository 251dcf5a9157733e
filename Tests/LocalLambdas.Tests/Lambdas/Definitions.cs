using LocalLambdas.Manifests;
using LocalLambdas.Routing;

namespace LocalLambdas.Tests.Lambdas;

internal static class Definitions
{
    public static LambdaDefinition Of(string id, params string[] arguments)
    {
        Assert.True(RoutePattern.TryParse($"/{id}/*", out var route, out _));
        return new()
        {
            Id = id,
            Executable = "/x",
            Arguments = arguments,
            Route = route!,
            PipeName = id,
            WorkingDirectory = "/",
        };
    }
}
