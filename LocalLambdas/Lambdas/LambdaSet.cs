using LocalLambdas.Routing;

namespace LocalLambdas.Lambdas;

/// <summary>The lambdas of one reading of the manifest, by id and by route.</summary>
internal sealed class LambdaSet(IReadOnlyList<Lambda> all)
{
    private readonly Dictionary<string, Lambda> _byId = all.ToDictionary(lambda => lambda.Definition.Id);
    private readonly RouteTable<Lambda> _byRoute = new(all.Select(lambda => KeyValuePair.Create(lambda.Definition.Route, lambda)));

    public IReadOnlyList<Lambda> All => all;

    public Lambda? ById(string id) => _byId.GetValueOrDefault(id);

    public Lambda? ByPath(ReadOnlySpan<char> path) => _byRoute.TryMatch(path, out var lambda) ? lambda : null;
}
