using LocalLambdas.Lambdas;
using LocalLambdas.Manifests;
using Testing;

namespace LocalLambdas.Tests.Lambdas;

/// <summary>Processes that take no more requests, for one reason or another.</summary>
public sealed class DepartureTests : DepartureTest
{
    [Fact]
    public async Task One_that_goes_away_finishes_its_requests_beside_its_successor()
    {
        var lambda = Create();
        Launcher.LetStart(2);

        var lease = await LeavingAsync(lambda);
        using var next = await lambda.AcquireAsync(Cancelled);
        Assert.Equal((StartKind.Cold, 2), (next.Start, next.Instance.Process.Id));
        Assert.Equal((2, 2, LambdaState.Running), (lambda.Snapshot().InFlight, lambda.Snapshot().Pid, lambda.Snapshot().State));
        Assert.False(Launcher.Processes[0].Exited.IsCompleted);

        lease.Dispose();
        Launcher.Processes[0].End(0);
        await lambda.StopAsync();
        Assert.False(Launcher.Processes[0].WasKilled);
        Assert.Equal(0, lambda.Snapshot().Failures);
    }

    [Fact]
    public async Task One_that_is_gone_for_new_connections_but_has_answered_is_followed_at_once()
    {
        var lambda = Create();
        Launcher.LetStart(2);
        var lease = await lambda.AcquireAsync(Cancelled);
        lease.Instance.Start.Answered();

        lambda.Discard(lease.Instance);
        using var next = await lambda.AcquireAsync(Cancelled);

        Assert.Equal(2, next.Instance.Process.Id);
        Assert.False(Launcher.Processes[0].Exited.IsCompleted);
        lease.Dispose();
        Assert.Equal(0, (await Launcher.Processes[0].Exited).Code);
    }

    [Fact]
    public async Task One_that_goes_away_before_it_has_taken_a_request_is_gone_before_its_successor_starts()
    {
        var lambda = Create();
        Launcher.LetStart();
        await lambda.StartAsync(Cancelled);
        Launcher.Processes[0].IgnoresStop = true;

        Launcher.Transports[0].GoAway(hasTakenRequests: false);
        await Until(lambda, LambdaState.Stopping);
        var next = lambda.AcquireAsync(Cancelled).AsTask();
        Assert.Equal((LambdaState.Stopping, 0), (lambda.Snapshot().State, Launcher.Launching));

        Launcher.Processes[0].End(0);
        Launcher.LetStart();
        using var lease = await next;
        Assert.Equal(2, lease.Instance.Process.Id);
    }

    [Fact]
    public async Task Who_waited_for_one_that_takes_no_requests_at_all_does_not_start_one_after_the_other()
    {
        var lambda = Create();
        Launcher.OnReady = static transport => transport.GoAway(hasTakenRequests: false);
        Launcher.LetStart(100);
        var waiting = Enumerable.Range(0, 10).Select(_ => lambda.AcquireAsync(Cancelled).AsTask()).ToArray();

        await Task.WhenAll(waiting).ContinueWith(static _ => { }, TaskScheduler.Default);

        // Who enters just before it is noticed finds that the lambda takes nothing.
        Assert.All(waiting, task => Assert.True(task.IsCompletedSuccessfully || task.Exception!.InnerException is LambdaStartException { Failure: StartFailure.Exited }));
        foreach (var task in waiting.Where(static task => task.IsCompletedSuccessfully)) (await task).Dispose();
        Assert.Single(Launcher.Processes);
    }

    [Fact]
    public async Task Stop_ends_one_that_is_leaving_too()
    {
        var lambda = Create();
        Launcher.LetStart(2);
        var lease = await LeavingAsync(lambda);
        (await lambda.AcquireAsync(Cancelled)).Dispose();

        var stop = lambda.StopAsync();
        lease.Dispose();
        await stop;

        Assert.All(Launcher.Processes, process => Assert.True(process.Exited.IsCompleted));
        Assert.Equal(LambdaState.Cold, lambda.Snapshot().State);
    }

    [Fact]
    public async Task Who_kills_all_kills_one_that_is_leaving_too()
    {
        var lambda = Create();
        Launcher.LetStart();
        using var lease = await LeavingAsync(lambda);

        lambda.Kill();

        Assert.True(Launcher.Processes[0].WasKilled);
    }

    [Fact]
    public async Task A_crash_of_one_that_is_leaving_is_told_and_disturbs_its_successor_no_further()
    {
        var lambda = Create();
        Launcher.LetStart(2);
        var lease = await LeavingAsync(lambda);
        using var next = await lambda.AcquireAsync(Cancelled);

        Launcher.Processes[0].End(3);
        await Eventually.True(() => lambda.Snapshot().Failures is 1, "it counts");
        lease.Dispose();

        Assert.Contains("exit code 3", lambda.Snapshot().LastError, StringComparison.Ordinal);
        Assert.Equal((LambdaState.Running, 2), (lambda.Snapshot().State, lambda.Snapshot().Pid));
    }

    [Fact]
    public async Task What_starts_with_the_proxy_is_replaced_at_once()
    {
        var lambda = Create(StartMode.Eager);
        Launcher.LetStart(2);
        using var lease = await lambda.AcquireAsync(Cancelled);

        Launcher.Transports[0].GoAway(hasTakenRequests: true);

        await Eventually.True(() => lambda.Snapshot().Pid is 2, "the next one runs");
        Assert.False(Launcher.Processes[0].Exited.IsCompleted);
    }

    [Fact]
    public async Task A_spare_that_is_just_being_started_follows_one_that_goes_away()
    {
        var lambda = Create(warmSpares: 1);
        Launcher.LetStart();
        _ = lambda.KeepSparesAsync();
        await Eventually.True(() => lambda.Snapshot().Spares!.Ready.Count is 1, "the spare is ready");
        using var lease = await lambda.AcquireAsync(Cancelled);
        Time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.True(() => Launcher.Launching is 1, "it is being replaced");

        Launcher.Transports[0].GoAway(hasTakenRequests: true);
        await Until(lambda, LambdaState.Cold);
        var waiting = lambda.AcquireAsync(Cancelled).AsTask();
        Launcher.LetStart();

        using var next = await waiting;
        Assert.Equal(2, next.Instance.Process.Id);
        Assert.False(Launcher.Processes[0].Exited.IsCompleted);
    }

    [Fact]
    public async Task One_that_breaks_the_protocol_has_failed_and_makes_requests_wait()
    {
        var lambda = Create();
        for (var failures = 1; failures <= 2; failures++)
        {
            Launcher.LetStart();
            (await lambda.AcquireAsync(Cancelled)).Dispose();

            Launcher.Transports[^1].Break("wrong");

            await Until(lambda, LambdaState.Failed);
            Assert.Equal((failures, "wrong"), (lambda.Snapshot().Failures, lambda.Snapshot().LastError));
            Assert.True(Launcher.Processes[^1].Exited.IsCompleted);
        }

        var refused = await Assert.ThrowsAsync<LambdaStartException>(() => lambda.AcquireAsync(Cancelled).AsTask());
        Assert.Equal(StartFailure.BackingOff, refused.Failure);
    }

    [Fact]
    public async Task One_that_was_given_up_forgives_no_failure()
    {
        var lambda = Create();
        Launcher.FailNextWith = new LambdaStartException(StartFailure.Exited, "gone");
        Launcher.LetStart(2);
        await Assert.ThrowsAsync<LambdaStartException>(() => lambda.AcquireAsync(Cancelled).AsTask());
        using (var lease = await lambda.AcquireAsync(Cancelled)) lambda.Discard(lease.Instance);
        await Until(lambda, LambdaState.Cold);

        Assert.Equal(1, lambda.Snapshot().Failures);
    }

    [Fact]
    public async Task One_that_breaks_the_protocol_has_failed_also_if_its_end_in_order_is_seen_first()
    {
        var lambda = Create();
        Launcher.OnReady = transport =>
        {
            transport.Break("wrong");
            Launcher.Processes[^1].End(0);
        };
        Launcher.LetStart();

        // Whether it could be entered is left to chance.
        await Record.ExceptionAsync(() => lambda.StartAsync(Cancelled));

        await Until(lambda, LambdaState.Failed);
        Assert.Equal((1, "wrong"), (lambda.Snapshot().Failures, lambda.Snapshot().LastError));
    }

    [Fact]
    public async Task Who_left_long_ago_is_not_waited_for_when_its_successor_is_stopped()
    {
        var lambda = Create();
        Launcher.LetStart(3);
        var former = await LeftAsync(lambda);
        (await lambda.AcquireAsync(Cancelled)).Dispose();
        _ = lambda.StopAsync();
        await Eventually.True(() => Launcher.Processes[1].Exited.IsCompleted, "the successor is gone");

        using var next = await lambda.AcquireAsync(Cancelled);

        Assert.Equal(3, next.Instance.Process.Id);
        Assert.False(former.Exited.IsCompleted);
    }

    [Fact]
    public async Task The_start_after_one_that_no_request_has_waited_for_is_prepared_too()
    {
        var lambda = Create(StartMode.Eager, places: 1);
        Launcher.LetStart(2);
        using var lease = await lambda.AcquireAsync(Cancelled);

        Launcher.Transports[0].GoAway(hasTakenRequests: true);

        await Eventually.True(() => lambda.Snapshot().Pid is 2, "the next one runs");
        await Eventually.True(() => lambda.Snapshot().IsPrepared, "and the one after it is prepared");
    }
}
