using LocalLambdas.Lambdas;
using Microsoft.Extensions.Logging.Abstractions;
using Testing;

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
        await using var lambda = new Lambda(_lambda.Definition, launcher, new(0), _time, new(NullLogger<Lambda>.Instance));
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

        Assert.Equal(StartKind.Cold, first.Start);
        Assert.Null(second.Start);
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
    public async Task A_process_that_has_just_started_waits_for_the_request_that_wanted_it_however_short_the_timeout()
    {
        await using var lambda = Create(TimeSpan.Zero);
        await StartForNobodyAsync();
        _time.Advance(TimeSpan.FromMilliseconds(900));
        Assert.Equal(LambdaState.Running, lambda.Snapshot().State);
        (await lambda.AcquireAsync(Cancelled)).Dispose();
        _time.Advance(TimeSpan.FromMilliseconds(50));
        await Until(LambdaState.Cold, lambda);

        await StartForNobodyAsync();
        _time.Advance(TimeSpan.FromSeconds(1));
        await Until(LambdaState.Cold, lambda);
        Assert.Equal(2, _launcher.Processes.Count);

        async Task StartForNobodyAsync()
        {
            using var gone = new CancellationTokenSource();
            var waiting = lambda.AcquireAsync(gone.Token).AsTask();
            await gone.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
            _launcher.LetStart();
            await Until(LambdaState.Running, lambda);
        }
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

    [Fact]
    public async Task A_request_that_finds_no_process_takes_a_spare_at_once()
    {
        await using var lambda = await CreateWithSpareAsync();

        using var first = await lambda.AcquireAsync(Cancelled);
        using var second = await lambda.AcquireAsync(Cancelled);

        Assert.Equal((StartKind.Spare, 1), (first.Start, first.Instance.Process.Id));
        Assert.Equal((null, 1), (second.Start, second.Instance.Process.Id));
        var snapshot = lambda.Snapshot();
        Assert.Equal((LambdaState.Running, 1, 1, StartKind.Spare), (snapshot.State, snapshot.Pid, snapshot.Starts, snapshot.LastStart!.Kind));
        Assert.Empty(snapshot.Spares!.Ready);
    }

    [Fact]
    public async Task The_spare_is_replaced_when_the_request_is_over_that_took_it()
    {
        await using var lambda = await CreateWithSpareAsync();
        _launcher.LetStart();

        var lease = await lambda.AcquireAsync(Cancelled);
        Assert.Equal(1, lambda.Snapshot().Spares!.Starts);
        lease.Dispose();

        await UntilReady(lambda, 2);
    }

    [Fact]
    public async Task A_crash_is_followed_by_a_spare()
    {
        await using var lambda = await CreateWithSpareAsync();
        _launcher.LetStart();
        (await lambda.AcquireAsync(Cancelled)).Dispose();
        await UntilReady(lambda, 2);

        _launcher.Processes[0].End(3);
        await Until(LambdaState.Failed, lambda);

        using var lease = await lambda.AcquireAsync(Cancelled);
        Assert.Equal((StartKind.Spare, 2), (lease.Start, lease.Instance.Process.Id));
    }

    [Fact]
    public async Task A_spare_serves_also_when_the_lambda_is_not_to_be_started_yet()
    {
        await using var lambda = await CreateWithSpareAsync();
        for (var crash = 1; crash <= 2; crash++)
        {
            _launcher.LetStart();
            (await lambda.AcquireAsync(Cancelled)).Dispose();
            await UntilReady(lambda, crash + 1);
            _launcher.Processes[crash - 1].End(3);
            await Until(LambdaState.Failed, lambda);
        }

        Assert.NotEqual(TimeSpan.Zero, lambda.Snapshot().RetryAfter);
        var lease = await lambda.AcquireAsync(Cancelled);
        Assert.Equal((StartKind.Spare, 3), (lease.Start, lease.Instance.Process.Id));

        // Another one would crash like those before.
        lease.Dispose();
        Assert.Equal(3, lambda.Snapshot().Spares!.Starts);
        _launcher.LetStart();
        await Eventually.True(Advanced, "there is another one once the lambda may be started");

        // Who is to start it may have read the time and not waited for another yet.
        bool Advanced()
        {
            _time.Advance(TimeSpan.FromMilliseconds(200));
            return lambda.Snapshot().Spares!.Ready is [4];
        }
    }

    [Fact]
    public async Task A_request_does_not_wait_for_the_end_of_the_former_process_if_there_is_a_spare()
    {
        await using var lambda = await CreateWithSpareAsync();
        _launcher.LetStart();
        var lease = await lambda.AcquireAsync(Cancelled);
        _time.Advance(TimeSpan.FromSeconds(1));
        await UntilReady(lambda, 2);

        var stop = lambda.StopAsync();
        using var next = await lambda.AcquireAsync(Cancelled);
        Assert.Equal((StartKind.Spare, 2), (next.Start, next.Instance.Process.Id));
        Assert.False(stop.IsCompleted);

        lease.Dispose();
        await stop;
        Assert.Equal((LambdaState.Running, 2), (lambda.Snapshot().State, lambda.Snapshot().Pid));
    }

    [Fact]
    public async Task Stop_leaves_the_spares()
    {
        await using var lambda = await CreateWithSpareAsync();

        await lambda.StopAsync();

        Assert.Equal(LambdaState.Cold, lambda.Snapshot().State);
        Assert.Equal([1], lambda.Snapshot().Spares!.Ready);
    }

    [Fact]
    public async Task A_request_waits_for_the_spare_that_is_just_being_started_and_is_cold()
    {
        await using var lambda = Create(Timeout.InfiniteTimeSpan, warmSpares: 1);
        _ = lambda.KeepSparesAsync();
        await Eventually.True(() => _launcher.Launching is 1, "the spare is being started");

        var acquiring = lambda.AcquireAsync(Cancelled).AsTask();
        Assert.Equal(LambdaState.Starting, lambda.Snapshot().State);
        _launcher.LetStart();

        using var lease = await acquiring;
        Assert.Equal((StartKind.Cold, 1), (lease.Start, lease.Instance.Process.Id));
        Assert.Equal((LambdaState.Running, 1, StartKind.Cold), (lambda.Snapshot().State, lambda.Snapshot().Starts, lambda.Snapshot().LastStart!.Kind));
        Assert.Equal(1, lambda.Snapshot().Spares!.Starts);
    }

    [Fact]
    public async Task Stop_gives_up_a_spare_that_a_request_waits_for()
    {
        await using var lambda = Create(Timeout.InfiniteTimeSpan, warmSpares: 1);
        _ = lambda.KeepSparesAsync();
        await Eventually.True(() => _launcher.Launching is 1, "the spare is being started");
        var acquiring = lambda.AcquireAsync(Cancelled).AsTask();

        await lambda.StopAsync();

        Assert.Equal(StartFailure.Stopped, (await Assert.ThrowsAsync<LambdaStartException>(() => acquiring)).Failure);
        Assert.Equal(LambdaState.Cold, lambda.Snapshot().State);
        await Eventually.True(() => _launcher.Launching is 1, "another spare is being started");
    }

    [Fact]
    public async Task Spares_end_with_their_lambda()
    {
        var lambda = await CreateWithSpareAsync();

        await lambda.DisposeAsync();

        Assert.True(_launcher.Processes[0].Exited.IsCompleted);
        Assert.Empty(lambda.Snapshot().Spares!.Ready);
    }

    private async Task<Lambda> CreateWithSpareAsync()
    {
        var lambda = Create(Timeout.InfiniteTimeSpan, warmSpares: 1);
        _launcher.LetStart();
        _ = lambda.KeepSparesAsync();
        await UntilReady(lambda, 1);
        return lambda;
    }

    private static Task UntilReady(Lambda lambda, int pid) =>
        Eventually.True(() => lambda.Snapshot().Spares!.Ready is [var ready] && ready == pid, $"{pid} is a spare");

    private Lambda Create(TimeSpan idleTimeout, int warmSpares = 0) =>
        new(Definitions.Of("x") with { IdleTimeout = idleTimeout, WarmSpares = warmSpares }, _launcher, new(0), _time, new(NullLogger<Lambda>.Instance));

    private Task Until(LambdaState state, Lambda? lambda = null) => Eventually.True(() => (lambda ?? _lambda).Snapshot().State == state, $"it is {state}");
}
