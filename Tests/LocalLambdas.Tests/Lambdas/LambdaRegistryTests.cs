using LocalLambdas.Lambdas;
using LocalLambdas.Manifests;
using Microsoft.Extensions.Logging.Abstractions;

namespace LocalLambdas.Tests.Lambdas;

public sealed class LambdaRegistryTests : IAsyncDisposable
{
    private readonly FakeLauncher _launcher;
    private readonly LambdaRegistry _registry;

    public LambdaRegistryTests()
    {
        var time = new ManualTime();
        _launcher = new(time);
        _registry = new(Manifest(Definitions.Of("a"), Definitions.Of("b", "1")), _launcher, time, new(NullLogger<Lambda>.Instance));
        _launcher.LetStart(100);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync() => await _registry.DisposeAsync();

    [Fact]
    public async Task A_lambda_that_stays_the_same_keeps_its_process()
    {
        (await _registry.ById("a")!.AcquireAsync(Cancelled)).Dispose();

        await _registry.Replace(Manifest(Definitions.Of("a"), Definitions.Of("c")));

        Assert.Equal(1, _registry.ById("a")!.Snapshot().Pid);
        Assert.NotNull(_registry.ByPath("/c/x"));
        Assert.Null(_registry.ByPath("/b/x"));
    }

    [Fact]
    public async Task A_changed_lambda_finishes_its_requests_on_the_old_process_and_begins_new_ones_on_another()
    {
        var old = _registry.ById("b")!;
        var lease = await old.AcquireAsync(Cancelled);

        var replaced = _registry.Replace(Manifest(Definitions.Of("a"), Definitions.Of("b", "2")));
        using var next = await _registry.ById("b")!.AcquireAsync(Cancelled);
        Assert.NotSame(lease.Instance, next.Instance);
        Assert.False(lease.Instance.Process.Exited.IsCompleted);
        Assert.False(replaced.IsCompleted);

        lease.Dispose();
        await replaced;
        Assert.True(lease.Instance.Process.Exited.IsCompleted);
        Assert.False(next.Instance.Process.Exited.IsCompleted);
    }

    [Fact]
    public async Task A_changed_lambda_has_as_long_for_its_requests_as_their_clients_take()
    {
        await _registry.Replace(Manifest(Definitions.Of("b", "1") with { RequestTimeout = TimeSpan.FromMilliseconds(1) }));
        var old = _registry.ById("b")!;
        var lease = await old.AcquireAsync(Cancelled);

        // Its timeout does not count what a client takes to read.
        var replaced = _registry.Replace(Manifest(Definitions.Of("b", "2")));
        await Task.WhenAny(replaced, Task.Delay(TimeSpan.FromMilliseconds(100), Cancelled));
        Assert.Equal(LambdaState.Running, old.Snapshot().State);

        lease.Dispose();
        await replaced;
        Assert.True(lease.Instance.Process.Exited.IsCompleted);
    }

    [Fact]
    public async Task Who_kills_all_kills_what_is_leaving_too()
    {
        using var lease = await _registry.ById("b")!.AcquireAsync(Cancelled);
        _ = _registry.Replace(Manifest(Definitions.Of("a")));

        _registry.Kill();

        await lease.Instance.Process.Exited.WaitAsync(TimeSpan.FromSeconds(30), Cancelled);
    }

    [Fact]
    public async Task Who_found_a_lambda_just_before_it_was_replaced_is_told_so()
    {
        var old = _registry.ById("b")!;
        await _registry.Replace(Manifest(Definitions.Of("a")));

        var exception = await Assert.ThrowsAsync<LambdaStartException>(() => old.AcquireAsync(Cancelled).AsTask());

        Assert.Equal(StartFailure.Stopped, exception.Failure);
    }

    [Fact]
    public async Task What_is_new_and_eager_starts()
    {
        await _registry.Replace(Manifest(Definitions.Of("e") with { StartMode = StartMode.Eager }));

        Assert.Equal(LambdaState.Running, _registry.ById("e")!.Snapshot().State);
    }

    private static Manifest Manifest(params LambdaDefinition[] definitions) => new("manifest.xml", definitions);
}
