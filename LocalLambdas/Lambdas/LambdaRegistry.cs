using LocalLambdas.Manifests;
using LocalLambdas.Routing;

namespace LocalLambdas.Lambdas;

/// <summary>All lambdas of a manifest, by id and by route.</summary>
internal sealed class LambdaRegistry : IAsyncDisposable
{
    private readonly Dictionary<string, Lambda> _byId;
    private readonly RouteTable<Lambda> _byRoute;

    public LambdaRegistry(Manifest manifest, ILambdaLauncher launcher, TimeProvider time, LambdaLog log)
    {
        All = [.. manifest.Lambdas.Select(definition => new Lambda(definition, launcher, time, log))];
        _byId = All.ToDictionary(lambda => lambda.Definition.Id);
        _byRoute = new(All.Select(lambda => KeyValuePair.Create(lambda.Definition.Route, lambda)));
    }

    public IReadOnlyList<Lambda> All { get; }

    public Lambda? ById(string id) => _byId.GetValueOrDefault(id);

    public Lambda? ByPath(ReadOnlySpan<char> path) => _byRoute.TryMatch(path, out var lambda) ? lambda : null;

    /// <summary>Starts what the manifest wants started at once. A failure is logged, not thrown: a request may try again.</summary>
    public Task StartEagerAsync() =>
        Task.WhenAll(All.Where(lambda => lambda.Definition.StartMode is StartMode.Eager).Select(async lambda =>
        {
            await lambda.StartAsync(CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }));

    /// <inheritdoc cref="Lambda.RefuseStarts"/>
    public void RefuseStarts()
    {
        foreach (var lambda in All) lambda.RefuseStarts();
    }

    /// <inheritdoc cref="Lambda.Kill"/>
    public void Kill()
    {
        foreach (var lambda in All) lambda.Kill();
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(All.Select(lambda => lambda.DisposeAsync().AsTask())).ConfigureAwait(false);
}
