using System.Collections.Concurrent;
using LocalLambdas.Manifests;

namespace LocalLambdas.Lambdas;

/// <summary>The lambdas that the manifest names now.</summary>
internal sealed class LambdaRegistry : IAsyncDisposable
{
    private readonly ILambdaLauncher _launcher;
    private readonly LaunchPlaces _places;
    private readonly TimeProvider _time;
    private readonly LambdaLog _log;
    private readonly ConcurrentDictionary<Lambda, bool> _leaving = new();
    private volatile LambdaSet _current;

    public LambdaRegistry(Manifest manifest, ILambdaLauncher launcher, LaunchPlaces places, TimeProvider time, LambdaLog log)
    {
        _launcher = launcher;
        _places = places;
        _time = time;
        _log = log;
        _current = new([.. manifest.Lambdas.Select(Create)]);
    }

    public IReadOnlyList<Lambda> All => _current.All;

    public Lambda? ById(string id) => _current.ById(id);

    public Lambda? ByPath(ReadOnlySpan<char> path) => _current.ByPath(path);

    /// <summary>
    /// Puts another manifest in force. A lambda whose definition stays the same keeps its process; one that is changed or gone finishes its
    /// requests and is stopped, while new requests already find what the manifest names now. Not to be called twice at a time.
    /// </summary>
    /// <returns>Completes when what is no longer wanted has ended.</returns>
    public Task Replace(Manifest manifest)
    {
        var old = _current;
        _current = new([.. manifest.Lambdas.Select(definition => old.ById(definition.Id) is { } kept && kept.Definition.IsSameAs(definition) ? kept : Create(definition))]);

        // First: what was prepared for them gives its place to those that are new.
        Task[] gone = [.. old.All.Except(_current.All).Select(RetireAsync)];
        return Task.WhenAll([.. gone, StartEagerAsync()]);
    }

    /// <summary>
    /// Starts what the manifest wants started at once and prepares the next launches; then starts spares, one after the other. A failure is
    /// logged, not thrown: a request may try again.
    /// </summary>
    public async Task StartEagerAsync()
    {
        var all = All;
        await Task.WhenAll(all.Select(static async lambda =>
        {
            if (lambda.Definition.StartMode is StartMode.Eager) await lambda.StartAsync(CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            lambda.PrepareLaunch();
        })).ConfigureAwait(false);
        foreach (var lambda in all) await lambda.KeepSparesAsync().ConfigureAwait(false);
    }

    /// <inheritdoc cref="Lambda.RefuseStarts"/>
    public void RefuseStarts()
    {
        foreach (var lambda in All) lambda.RefuseStarts();
    }

    /// <inheritdoc cref="Lambda.Kill"/>
    public void Kill()
    {
        foreach (var lambda in All.Concat(_leaving.Keys)) lambda.Kill();
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(All.Concat(_leaving.Keys).Select(lambda => lambda.DisposeAsync().AsTask())).ConfigureAwait(false);

    private async Task RetireAsync(Lambda lambda)
    {
        _leaving[lambda] = true;
        await lambda.RetireAsync().ConfigureAwait(false);
        _leaving.TryRemove(lambda, out _);
    }

    private Lambda Create(LambdaDefinition definition) => new(definition, _launcher, _places, _time, _log);
}
