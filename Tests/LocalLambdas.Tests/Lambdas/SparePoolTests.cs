using LocalLambdas.Lambdas;
using LocalLambdas.Manifests;
using Microsoft.Extensions.Logging.Abstractions;
using Testing;

namespace LocalLambdas.Tests.Lambdas;

public sealed class SparePoolTests : IAsyncDisposable
{
    private readonly ManualTime _time = new();
    private readonly FakeLauncher _launcher;
    private readonly SparePool _pool;
    private TimeSpan _lambdaWaits;
    private volatile int _asked;

    public SparePoolTests()
    {
        _launcher = new(_time);
        _pool = new(Definition(2), _launcher, _time, new(NullLogger<Lambda>.Instance), LambdaWaits);
    }

    private int Ready => _pool.Snapshot().Ready.Count;

    public async ValueTask DisposeAsync() => await _pool.DisposeAsync();

    [Fact]
    public async Task Starts_nothing_before_it_is_opened_and_then_as_many_as_wanted()
    {
        _launcher.LetStart(3);
        _pool.Refill();
        Assert.Equal((0, 0), (_pool.Snapshot().Starts, Ready));

        _ = _pool.OpenAsync();

        await ReadyIs(2);
        Assert.Equal(2, _launcher.Processes.Count);
    }

    [Fact]
    public async Task Starts_one_at_a_time()
    {
        _ = _pool.OpenAsync();
        await StartsAre(1);
        Assert.Equal(1, _launcher.Launching);

        _launcher.LetStart();
        await StartsAre(2);

        Assert.Equal(1, _launcher.Launching);
        Assert.Equal([1], _pool.Snapshot().Ready);
    }

    [Fact]
    public async Task The_one_that_is_ready_for_longest_is_taken_and_replaced_when_its_request_is_over()
    {
        _launcher.LetStart(3);
        _ = _pool.OpenAsync();
        await ReadyIs(2);

        var taken = _pool.TryTake();

        Assert.Equal(1, taken!.Process.Id);
        Assert.Equal([2], _pool.Snapshot().Ready);
        Assert.Equal(2, _pool.Snapshot().Starts);
        _pool.Refill();
        await ReadyIs(2);
        Assert.Equal([2, 3], _pool.Snapshot().Ready);
    }

    [Fact]
    public async Task A_request_that_lasts_does_not_keep_it_from_being_replaced()
    {
        _launcher.LetStart(3);
        _ = _pool.OpenAsync();
        await ReadyIs(2);
        _pool.TryTake();

        _time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Equal(2, _pool.Snapshot().Starts);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        await ReadyIs(2);
    }

    [Fact]
    public void Has_none_to_take_when_there_is_none()
    {
        Assert.Null(_pool.TryTake());
        Assert.Null(_pool.TryAdopt());
    }

    [Fact]
    public async Task One_that_ends_is_replaced_and_told()
    {
        _launcher.LetStart(3);
        _ = _pool.OpenAsync();
        await ReadyIs(2);

        _launcher.Processes[0].End(0);

        await Eventually.True(() => _launcher.Processes.Count is 3, "another is started");
        await ReadyIs(2);
        Assert.Equal([2, 3], _pool.Snapshot().Ready);
        Assert.Equal(1, _pool.Snapshot().Failures);
    }

    [Fact]
    public async Task One_that_has_ended_is_not_taken()
    {
        _launcher.LetStart(2);
        _ = _pool.OpenAsync();
        await ReadyIs(2);

        _launcher.Processes[0].End(1);

        Assert.Equal(2, _pool.TryTake()?.Process.Id);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task One_that_takes_no_requests_any_more_is_replaced_and_stopped(bool isBroken)
    {
        _launcher.LetStart(2);
        _ = _pool.OpenAsync();
        await ReadyIs(2);

        if (isBroken) _launcher.Transports[0].Break("wrong");
        else _launcher.Transports[0].GoAway(hasTakenRequests: false);
        Assert.Equal([2], _pool.Snapshot().Ready);
        await _launcher.Processes[0].Exited.WaitAsync(Eventually.Limit, TestContext.Current.CancellationToken);

        Assert.Equal((1, isBroken ? "wrong" : "The lambda takes no more requests."), (_pool.Snapshot().Failures, _pool.Snapshot().LastError));
        _launcher.LetStart();
        await ReadyIs(2);
        Assert.Equal(2, _pool.TryTake()!.Process.Id);
    }

    [Fact]
    public async Task What_fails_again_and_again_is_tried_less_and_less_often()
    {
        _launcher.FailWith = new LambdaStartException(StartFailure.Exited, "gone");
        _launcher.LetStart(2);
        _ = _pool.OpenAsync();
        await FailuresAre(2);
        var snapshot = _pool.Snapshot();
        Assert.Equal((2, "gone", TimeSpan.FromMilliseconds(200)), (snapshot.Starts, snapshot.LastError, snapshot.RetryAfter));

        _launcher.LetStart();
        _time.Advance(TimeSpan.FromMilliseconds(199));
        Assert.Equal(2, _pool.Snapshot().Starts);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await FailuresAre(3);

        _launcher.FailWith = null;
        _launcher.LetStart(2);
        _time.Advance(TimeSpan.FromMilliseconds(400));
        await ReadyIs(2);
        Assert.Null(_pool.Snapshot().LastError);
    }

    [Fact]
    public async Task Who_asks_for_a_start_need_not_wait()
    {
        _launcher.FailWith = new LambdaStartException(StartFailure.Exited, "gone");
        _launcher.LetStart(2);
        _ = _pool.OpenAsync();
        await FailuresAre(2);

        _launcher.FailWith = null;
        _launcher.LetStart(2);
        _pool.Forgive();

        await ReadyIs(2);
    }

    [Fact]
    public async Task Waits_as_long_as_the_lambda_itself()
    {
        _lambdaWaits = TimeSpan.FromSeconds(5);
        _launcher.LetStart(2);
        _ = _pool.OpenAsync();
        await Eventually.True(() => _asked > 0, "it has asked how long");
        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(0, _pool.Snapshot().Starts);

        _lambdaWaits = TimeSpan.Zero;
        await Eventually.True(Advanced, "2 are ready");

        bool Advanced()
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return Ready is 2;
        }
    }

    [Fact]
    public async Task A_spare_that_is_adopted_while_it_starts_is_no_spare()
    {
        _ = _pool.OpenAsync();
        await StartsAre(1);

        var adopted = _pool.TryAdopt()!;
        _launcher.LetStart(3);

        Assert.Equal(1, (await adopted.Launched).Process.Id);
        Assert.Equal((0, 1), (Ready, _pool.Snapshot().Starts));
        _pool.Refill();
        await ReadyIs(2);
        Assert.Equal([2, 3], _pool.Snapshot().Ready);
    }

    [Fact]
    public async Task The_failure_of_an_adopted_start_is_its_owners()
    {
        _ = _pool.OpenAsync();
        await StartsAre(1);

        var adopted = _pool.TryAdopt()!;
        _launcher.FailWith = new LambdaStartException(StartFailure.Exited, "gone");
        _launcher.LetStart();

        await Assert.ThrowsAsync<LambdaStartException>(() => adopted.Launched);
        _pool.Refill();
        await StartsAre(2);
        Assert.Equal((0, null), (_pool.Snapshot().Failures, _pool.Snapshot().LastError));
    }

    [Fact]
    public async Task When_it_is_closed_all_end_and_none_starts()
    {
        _launcher.LetStart();
        _ = _pool.OpenAsync();
        await StartsAre(2);

        await _pool.DisposeAsync();

        Assert.True(_launcher.Processes[0].Exited.IsCompleted);
        Assert.False(_launcher.Processes[0].WasKilled);
        Assert.Equal((0, 0), (Ready, _launcher.Launching));
        _ = _pool.OpenAsync();
        _pool.Refill();
        Assert.Equal((2, 0), (_pool.Snapshot().Starts, _pool.Snapshot().Failures));
    }

    [Fact]
    public async Task Kill_asks_nobody()
    {
        _launcher.LetStart(2);
        _ = _pool.OpenAsync();
        await ReadyIs(2);
        foreach (var process in _launcher.Processes) process.IgnoresStop = true;
        _pool.Close();

        _pool.Kill();

        Assert.All(_launcher.Processes, process => Assert.True(process.WasKilled));
    }

    private TimeSpan LambdaWaits()
    {
        _asked++;
        return _lambdaWaits;
    }

    private static LambdaDefinition Definition(int spares) => Definitions.Of("x") with { WarmSpares = spares };

    private Task ReadyIs(int count) => Eventually.True(() => Ready == count, $"{count} are ready");

    private Task StartsAre(int count) =>
        Eventually.True(() => _pool.Snapshot().Starts == count && _launcher.Launching is 1, $"start {count} is under way");

    private Task FailuresAre(int count) =>
        Eventually.True(() => _pool.Snapshot().Failures == count && _launcher.Launching is 0 && _time.IsAwaited, $"{count} have failed, and the next is waited for");
}
