using LocalLambdas.Lambdas;
using Microsoft.Extensions.Logging.Abstractions;

namespace LocalLambdas.Tests.Lambdas;

public sealed class LambdaTests : IAsyncDisposable
{
    private readonly ManualTime _time = new();
    private readonly FakeLauncher _launcher;
    private readonly Lambda _lambda;

    public LambdaTests()
    {
        _launcher = new(_time);
        _lambda = Create(Timeout.InfiniteTimeSpan);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync() => await _lambda.DisposeAsync();

    [Fact]
    public void Is_cold_until_somebody_comes()
    {
        Assert.Equal(LambdaState.Cold, _lambda.Snapshot().State);
        Assert.Empty(_launcher.Processes);
    }

    [Fact]
    public async Task A_hundred_at_once_share_one_start()
    {
        var acquiring = Enumerable.Range(0, 100).Select(_ => _lambda.AcquireAsync(Cancelled).AsTask()).ToArray();
        Assert.Equal(LambdaState.Starting, _lambda.Snapshot().State);

        _launcher.LetStart(100);
        var leases = await Task.WhenAll(acquiring);

        Assert.Single(_launcher.Processes);
        Assert.All(leases, lease => Assert.Same(leases[0].Instance, lease.Instance));
        var snapshot = _lambda.Snapshot();
        Assert.Equal((LambdaState.Running, 1, 100, 1), (snapshot.State, snapshot.Starts, snapshot.InFlight, snapshot.Pid));
        foreach (var lease in leases) lease.Dispose();
    }

    [Fact]
    public async Task A_start_that_ends_while_it_is_given_up_is_stopped_all_the_same()
    {
        var launcher = new PromptLauncher();
        await using var lambda = new Lambda(_lambda.Definition, launcher, _time, new(NullLogger<Lambda>.Instance));
        var acquiring = lambda.AcquireAsync(Cancelled).AsTask();

        await launcher.Launching.WaitAsync(Cancelled);
        await lambda.StopAsync();

        await Assert.ThrowsAsync<LambdaStartException>(() => acquiring);
        Assert.Equal(LambdaState.Cold, lambda.Snapshot().State);
    }

    [Fact]
    public async Task Only_who_waited_for_the_start_is_cold()
    {
        _launcher.LetStart();
        using var first = await _lambda.AcquireAsync(Cancelled);
        using var second = await _lambda.AcquireAsync(Cancelled);

        Assert.True(first.IsColdStart);
        Assert.False(second.IsColdStart);
    }

    [Fact]
    public async Task A_failed_start_reaches_all_who_waited_and_the_next_tries_again()
    {
        _launcher.FailNextWith = new LambdaStartException(StartFailure.TimedOut, "too slow");
        var first = _lambda.AcquireAsync(Cancelled).AsTask();
        var second = _lambda.AcquireAsync(Cancelled).AsTask();
        _launcher.LetStart();

        Assert.Equal(StartFailure.TimedOut, (await Assert.ThrowsAsync<LambdaStartException>(() => first)).Failure);
        await Assert.ThrowsAsync<LambdaStartException>(() => second);
        Assert.Equal((LambdaState.Failed, "too slow"), (_lambda.Snapshot().State, _lambda.Snapshot().LastError));

        _launcher.LetStart();
        using var third = await _lambda.AcquireAsync(Cancelled);
        Assert.Equal((LambdaState.Running, 2, null), (_lambda.Snapshot().State, _lambda.Snapshot().Starts, _lambda.Snapshot().LastError));
    }

    [Fact]
    public async Task Who_gives_up_does_not_stop_the_start()
    {
        using var impatience = new CancellationTokenSource();
        var impatient = _lambda.AcquireAsync(impatience.Token).AsTask();
        var patient = _lambda.AcquireAsync(Cancelled).AsTask();

        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        _launcher.LetStart();

        using var lease = await patient;
        Assert.Single(_launcher.Processes);
    }

    [Fact]
    public async Task Stop_lets_requests_finish_and_those_who_come_meanwhile_get_a_new_process()
    {
        _launcher.LetStart(2);
        var lease = await _lambda.AcquireAsync(Cancelled);

        var stop = _lambda.StopAsync();
        var late = _lambda.AcquireAsync(Cancelled).AsTask();
        Assert.Equal(LambdaState.Stopping, _lambda.Snapshot().State);
        Assert.False(_launcher.Processes[0].Exited.IsCompleted);
        lease.Dispose();
        await stop;

        using var next = await late;
        Assert.Equal(0, (await _launcher.Processes[0].Exited).Code);
        Assert.Equal(2, next.Instance.Process.Id);
    }

    [Fact]
    public async Task Stop_of_a_cold_lambda_does_nothing()
    {
        await _lambda.StopAsync();

        Assert.Equal(LambdaState.Cold, _lambda.Snapshot().State);
    }

    [Fact]
    public async Task Stop_gives_up_a_start()
    {
        var acquiring = _lambda.AcquireAsync(Cancelled).AsTask();

        await _lambda.StopAsync();

        Assert.Equal(StartFailure.Stopped, (await Assert.ThrowsAsync<LambdaStartException>(() => acquiring)).Failure);
        Assert.Equal(LambdaState.Cold, _lambda.Snapshot().State);
    }

    [Fact]
    public async Task A_crash_is_told_and_the_next_request_restarts()
    {
        _launcher.LetStart(2);
        (await _lambda.AcquireAsync(Cancelled)).Dispose();

        _launcher.Processes[0].End(3);
        await Until(LambdaState.Failed);
        Assert.Contains("exit code 3", _lambda.Snapshot().LastError, StringComparison.Ordinal);

        using var lease = await _lambda.AcquireAsync(Cancelled);
        Assert.Equal(2, lease.Instance.Process.Id);
    }

    [Fact]
    public async Task Failing_again_and_again_makes_requests_wait_but_not_who_asks_for_a_start()
    {
        for (var failure = 0; failure < 2; failure++)
        {
            _launcher.FailNextWith = new LambdaStartException(StartFailure.Exited, "gone");
            _launcher.LetStart();
            await Assert.ThrowsAsync<LambdaStartException>(() => _lambda.AcquireAsync(Cancelled).AsTask());
        }

        var refused = await Assert.ThrowsAsync<LambdaStartException>(() => _lambda.AcquireAsync(Cancelled).AsTask());
        Assert.Equal((StartFailure.BackingOff, TimeSpan.FromMilliseconds(200)), (refused.Failure, refused.RetryAfter));
        Assert.Equal((2, 2), (_lambda.Snapshot().Starts, _lambda.Snapshot().Failures));

        _time.Advance(TimeSpan.FromMilliseconds(200));
        _launcher.FailNextWith = new LambdaStartException(StartFailure.Exited, "gone");
        _launcher.LetStart();
        Assert.Equal(StartFailure.Exited, (await Assert.ThrowsAsync<LambdaStartException>(() => _lambda.AcquireAsync(Cancelled).AsTask())).Failure);

        _launcher.LetStart();
        await _lambda.StartAsync(Cancelled);
        Assert.Equal(LambdaState.Running, _lambda.Snapshot().State);
    }

    [Fact]
    public async Task A_process_that_ends_in_order_leaves_a_cold_lambda()
    {
        _launcher.LetStart();
        (await _lambda.AcquireAsync(Cancelled)).Dispose();

        _launcher.Processes[0].End(0);

        await Until(LambdaState.Cold);
        Assert.Null(_lambda.Snapshot().LastError);
    }

    [Fact]
    public async Task A_discarded_process_is_stopped_once_and_replaced()
    {
        _launcher.LetStart(2);
        var lease = await _lambda.AcquireAsync(Cancelled);

        _lambda.Discard(lease.Instance);
        _lambda.Discard(lease.Instance);
        lease.Dispose();

        using var next = await _lambda.AcquireAsync(Cancelled);
        Assert.Equal(2, next.Instance.Process.Id);
        _lambda.Discard(lease.Instance);
        Assert.Equal(LambdaState.Running, _lambda.Snapshot().State);
    }

    [Fact]
    public async Task Idle_process_is_stopped_but_never_with_a_request_in_flight()
    {
        await using var lambda = Create(TimeSpan.FromMinutes(1));
        _launcher.LetStart();
        var lease = await lambda.AcquireAsync(Cancelled);

        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(LambdaState.Running, lambda.Snapshot().State);

        lease.Dispose();
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(LambdaState.Running, lambda.Snapshot().State);

        _time.Advance(TimeSpan.FromSeconds(30));
        await Until(LambdaState.Cold, lambda);
    }

    [Fact]
    public async Task After_disposal_nothing_starts()
    {
        _launcher.LetStart();
        (await _lambda.AcquireAsync(Cancelled)).Dispose();

        await _lambda.DisposeAsync();

        Assert.True(_launcher.Processes[0].Exited.IsCompleted);
        Assert.Equal(StartFailure.Stopped, (await Assert.ThrowsAsync<LambdaStartException>(() => _lambda.AcquireAsync(Cancelled).AsTask())).Failure);
    }

    private Lambda Create(TimeSpan idleTimeout) =>
        new(Definitions.Of("x") with { IdleTimeout = idleTimeout }, _launcher, _time, new(NullLogger<Lambda>.Instance));

    private async Task Until(LambdaState state, Lambda? lambda = null)
    {
        while ((lambda ?? _lambda).Snapshot().State != state)
        {
            Cancelled.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
