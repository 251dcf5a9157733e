using LocalLambdas.Lambdas;
using LocalLambdas.Manifests;
using Microsoft.Extensions.Logging.Abstractions;
using Testing;

namespace LocalLambdas.Tests.Lambdas;

public sealed class LambdaRegistryTests : IAsyncDisposable
{
    private readonly FakeLauncher _launcher;
    private readonly LambdaRegistry _registry;

    public LambdaRegistryTests()
    {
        var time = new ManualTime();
        _launcher = new(time);
        _registry = new(Manifest(Definitions.Of("a"), Definitions.Of("b", "1")), _launcher, new(0), time, new(NullLogger<Lambda>.Instance));
        _launcher.LetStart(100);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync() => await _registry.DisposeAsync();

    private static int Prepared(LambdaRegistry lambdas) => lambdas.All.Count(lambda => lambda.Snapshot().IsPrepared);

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
    public async Task Next_launches_are_prepared_as_long_as_there_are_places_and_replaced_with_their_lambdas()
    {
        var places = new LaunchPlaces(10);
        var log = new LambdaLog(NullLogger<Lambda>.Instance);
        await using var many = new LambdaRegistry(Manifest([.. Enumerable.Range(0, 1000).Select(i => Definitions.Of($"x{i}"))]), _launcher, places, new ManualTime(), log);

        await many.StartEagerAsync();
        await Eventually.True(() => Prepared(many) == 10, "ten are prepared");
        Assert.False(places.TryTake());

        await many.Replace(Manifest(Definitions.Of("y"), Definitions.Of("z")));
        await Eventually.True(() => Prepared(many) == 2 && _launcher.Launches.Count(launch => launch.IsDisposed) == 10, "the ten are given back, and two others prepared");
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
        Assert.False(lease.Instance.Process.Exited.IsCompleted);
        Assert.Equal(1, old.Snapshot().InFlight);

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

    [Fact]
    public async Task A_process_that_has_left_by_itself_may_finish_when_its_lambda_is_changed()
    {
        var old = _registry.ById("b")!;
        var lease = await old.AcquireAsync(Cancelled);
        _launcher.Transports[0].GoAway(hasTakenRequests: true);
        await Eventually.True(() => old.Snapshot().State is LambdaState.Cold, "it has left");

        var replaced = _registry.Replace(Manifest(Definitions.Of("b", "2")));
        await Task.WhenAny(replaced, Task.Delay(TimeSpan.FromMilliseconds(100), Cancelled));
        Assert.False(lease.Instance.Process.Exited.IsCompleted);

        lease.Dispose();
        _launcher.Processes[0].End(0);
        await replaced;
    }

    [Fact]
    public async Task Spares_are_started_one_after_the_other_after_what_is_eager()
    {
        var time = new ManualTime();
        var launcher = new FakeLauncher(time);
        var definitions = new[]
        {
            Definitions.Of("a") with { WarmSpares = 2 },
            Definitions.Of("b") with { StartMode = StartMode.Eager },
            Definitions.Of("c") with { WarmSpares = 1 },
            Definitions.Of("d") with { StartMode = StartMode.Eager },
        };
        await using var lambdas = new LambdaRegistry(Manifest(definitions), launcher, new(0), time, new(NullLogger<Lambda>.Instance));

        var starting = lambdas.StartEagerAsync();
        await Eventually.True(() => launcher.Launching is 2, "both that are eager start");
        Assert.Equal(["", "b", "", "d"], Busy());
        launcher.LetStart();
        await Eventually.True(() => launcher.Processes.Count is 1, "one of them is ready");
        launcher.LetStart();
        await Eventually.True(() => launcher.Launching is 1 && launcher.Processes.Count is 2, "a spare starts when both are");

        string[] expected = ["a", "a", "c"];
        foreach (var (id, index) in expected.Select(static (id, index) => (id, index)))
        {
            await Eventually.True(() => launcher.Launching is 1 && launcher.Processes.Count == index + 2, "the next spare starts");
            Assert.Equal(index + 3, launcher.Launches.Count);
            Assert.Equal(id is "a" ? index + 1 : 1, lambdas.ById(id)!.Snapshot().Spares!.Starts);
            launcher.LetStart();
        }

        await starting;
        Assert.Equal(5, launcher.Processes.Count);

        string[] Busy() => [.. lambdas.All.Select(lambda => lambda.Snapshot() switch
        {
            { State: LambdaState.Starting } => lambda.Definition.Id,
            { Spares.Starts: > 0 } => "spare",
            _ => "",
        })];
    }

    private static Manifest Manifest(params LambdaDefinition[] definitions) => new("manifest.xml", definitions);
}
