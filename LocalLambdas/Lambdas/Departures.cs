using LocalLambdas.Manifests;

namespace LocalLambdas.Lambdas;

/// <summary>
/// How the processes of a lambda go out of service: they are stopped, are left alone with what they have in flight, or end by themselves. All
/// of it happens under the lambda's lock, and nobody waits in it.
/// </summary>
/// <param name="gate">The lambda's lock.</param>
/// <param name="onLeft">Called under the lock when a process has left that was in service.</param>
internal sealed class Departures(
    LambdaDefinition definition, Lock gate, LifeCycle life, StartHistory history, TimeProvider time, LambdaLog log, Action onLeft)
{
    // Who has waited for the start is on the way to it. Without it a short timeout would stop the process before, and they would wait for another one.
    private static readonly TimeSpan FirstRequestTakes = TimeSpan.FromSeconds(1);

    // One that does not end by itself is there for 10 s after its last request. If each took one request, without a limit there would be ten
    // times as many as requests come in a second.
    private const int MostLingering = 8;

    private TaskCompletionSource _oneGone = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when all processes that are being stopped are gone.</summary>
    public Task Stopping { get; private set; } = Task.CompletedTask;

    /// <summary>Completes when the process that was the last in service to be stopped is gone, whatever has left before it.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    /// <summary>Under the lock: completes when one of those is gone that keep another from coming into service; null if nothing keeps it.</summary>
    public Task? Crowd => life.Lingering < MostLingering ? null : _oneGone.Task;

    /// <summary>Completes when all processes that have left have ended or are being stopped.</summary>
    public Task Leaving { get; private set; } = Task.CompletedTask;

    /// <summary>Completes when the end of the process in service has been taken notice of.</summary>
    public Task Watching { get; private set; } = Task.CompletedTask;

    /// <summary>Under the lock: a process has come into service.</summary>
    public void Watch(LambdaInstance instance) => Watching = WatchAsync(instance);

    /// <summary>Somebody wants it, so that nothing is wrong. Does nothing if it is being stopped already, or has ended.</summary>
    public void Stop(LambdaInstance instance) => Stop(instance, isWanted: true, failure: null);

    public void StopIfIdle()
    {
        lock (gate)
        {
            if (life.Running is not { } instance) return;
            var idle = time.GetElapsedTime(instance.LastUsed);
            if (idle < definition.IdleTimeout || (!instance.HasServed && idle < FirstRequestTakes)) return;
            if (instance.Gate.TryCloseIdle()) Stop(instance);
        }
    }

    /// <summary>
    /// Takes a process out of service that takes no more requests. One that never took any is not followed by another before it is gone: there
    /// would be more and more of them.
    /// </summary>
    public void GiveUp(LambdaInstance instance)
    {
        if (instance.BrokenBy is { } failure) Stop(instance, isWanted: false, failure);
        else if (instance.HasTakenRequests) Leave(instance);
        else Stop(instance, isWanted: false, failure: null);
    }

    /// <summary>
    /// Gets no more requests, and has as long for those that it has as they take: whatever waits for the process has its timeout, and how long a
    /// client takes to read, or an answer to stream, has none. Then it is stopped. Meanwhile another one may be started.
    /// </summary>
    public void Leave(LambdaInstance instance)
    {
        lock (gate)
        {
            if (!life.TryLeave(instance)) return;
            instance.Gate.Close();
            Leaving = Task.WhenAll(Leaving, LeaveAsync(instance));
            onLeft();
        }

        log.Leaves(definition.Id, instance.Process.Id);
    }

    private void Stop(LambdaInstance instance, bool isWanted, string? failure)
    {
        lock (gate)
        {
            var isInService = life.Running == instance;
            if (!life.TryBeginStop(instance)) return;
            if (failure is not null) history.Lost(failure, instance.ReadyAt);
            var end = StopAsync(instance, isWanted, hasFailed: failure is not null);
            if (isInService) Ended = end;
            Stopping = Task.WhenAll(Stopping, end);
        }

        if (failure is not null) log.BacksOff(definition.Id, history);
    }

    // Called under the lock, which is left at the first await.
    private async Task StopAsync(LambdaInstance instance, bool isWanted, bool hasFailed)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await instance.StopAsync().ConfigureAwait(false);
        lock (gate)
        {
            life.Stopped(instance, hasFailed);
            if (isWanted) history.Forgive();
            OneIsGone();
        }

        log.Stopped(definition.Id, instance.Process.Id);
    }

    // Called under the lock, which is left at the first await.
    private async Task LeaveAsync(LambdaInstance instance)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await instance.FinishAsync().ConfigureAwait(false);
        if (!instance.HasEnded) Stop(instance, isWanted: false, failure: null);
    }

    private async Task WatchAsync(LambdaInstance instance)
    {
        await instance.OutOfUse.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        if (!instance.HasEnded) GiveUp(instance);
        var exit = await instance.Process.Exited.ConfigureAwait(false);
        lock (gate)
        {
            // Where a bad frame and the end are there at once, the end may be seen first.
            var failure = instance.BrokenBy;
            if (!life.TryEnd(instance, hasFailed: failure is not null || exit.Code is not 0)) return;
            if (failure is not null) history.Lost(failure, instance.ReadyAt);
            else history.Ended(exit, instance.ReadyAt);
            OneIsGone();
        }

        log.Ended(definition.Id, instance.Process.Id, exit);
        log.BacksOff(definition.Id, history);
        _ = instance.DrainAndDisposeAsync();
    }

    private void OneIsGone()
    {
        _oneGone.SetResult();
        _oneGone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
