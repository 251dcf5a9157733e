using System.Diagnostics;
using LocalLambdas.Manifests;
using LocalLambdas.Telemetry;

namespace LocalLambdas.Lambdas;

/// <summary>
/// The life cycle of one lambda: at most one process at a time, started by whoever comes first, shared by all who come
/// while it starts or runs.
/// </summary>
internal sealed class Lambda : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly ILambdaLauncher _launcher;
    private readonly TimeProvider _time;
    private readonly LambdaLog _log;
    private readonly LifeCycle _life = new();
    private readonly StartHistory _history;
    private readonly ITimer? _idleTimer;

    // Each there while the life cycle is in the state of the same name.
    private PendingStart? _start;
    private Task<LambdaInstance>? _starting;
    private Task? _stopping;

    // Completes when the end of the running process has been taken notice of.
    private Task _watching = Task.CompletedTask;

    public Lambda(LambdaDefinition definition, ILambdaLauncher launcher, TimeProvider time, LambdaLog log)
    {
        Definition = definition;
        Admission = definition.MaxConcurrency is { } slots ? new(slots, definition.MaxQueue) : null;
        _launcher = launcher;
        _time = time;
        _log = log;
        _history = new(time);
        _idleTimer = IdleTimer.Start(definition.IdleTimeout, time, StopIfIdle);
    }

    public LambdaDefinition Definition { get; }

    /// <summary>Null if as many requests are let in as come.</summary>
    public AdmissionQueue? Admission { get; }

    /// <summary>Gives up a process that no longer accepts connections, so that the next request starts a new one.</summary>
    public void Discard(LambdaInstance instance)
    {
        lock (_lock)
        {
            BeginStop(instance);
        }
    }

    /// <summary>The running process; starts it if need be, or waits for the start that is under way.</summary>
    /// <exception cref="LambdaStartException">The start failed; the next call may try again.</exception>
    public ValueTask<LambdaLease> AcquireAsync(CancellationToken cancellationToken)
    {
        var running = _life.Running;
        return running is { HasEnded: false } && running.Gate.TryEnter()
            ? new(new LambdaLease(running, IsColdStart: false))
            : AcquireStartedAsync(cancellationToken);
    }

    /// <summary>Starts the process if it does not run, also if it failed before and requests would have to wait.</summary>
    /// <exception cref="LambdaStartException">The start failed.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        lock (_lock) _history.Forgive();
        using var lease = await AcquireAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lets the requests in flight finish, ends the process, and returns when it is gone. A start under way is given up.</summary>
    public async Task StopAsync()
    {
        while (true)
        {
            Task pending;
            lock (_lock)
            {
                if (_life.Running is { } running) BeginStop(running);
                if ((_stopping ?? _starting) is not { } ending) return;
                pending = ending;
                _start?.GiveUp();
            }

            await pending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>From now on nothing starts, and who waits for a start is told so. What runs goes on.</summary>
    public void RefuseStarts()
    {
        lock (_lock)
        {
            _life.RefuseStarts();
            _start?.GiveUp();
        }
    }

    /// <summary>For a lambda that the manifest no longer names: its requests finish within their timeout, then its process ends.</summary>
    public async Task RetireAsync()
    {
        RefuseStarts();
        if (_life.Running is { } instance)
        {
            instance.Gate.Close();
            await instance.Gate.Drained.WaitAsync(Definition.RequestTimeout).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Kills the process without asking or waiting.</summary>
    public void Kill()
    {
        LambdaInstance? instance;
        lock (_lock) instance = _life.Running ?? _life.Ending;
        instance?.Process.Kill();
    }

    public LambdaSnapshot Snapshot()
    {
        lock (_lock)
        {
            var running = _life.Running;
            return new(
                Definition,
                _life.State,
                running?.Process.Id,
                _history.Starts,
                running?.Gate.Count ?? 0,
                Admission?.Waiting ?? 0,
                _history.Last,
                _history.LastError,
                _history.Failures,
                _history.RetryAfter);
        }
    }

    public async ValueTask DisposeAsync()
    {
        RefuseStarts();
        if (_idleTimer is not null) await _idleTimer.DisposeAsync().ConfigureAwait(false);
        await StopAsync().ConfigureAwait(false);
    }

    private async ValueTask<LambdaLease> AcquireStartedAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task<LambdaInstance>? starting;
            Task stopping;
            lock (_lock)
            {
                var next = _life.Next;
                if (next is NextStep.Enter && _life.Running!.Gate.TryEnter()) return new(_life.Running, IsColdStart: false);

                // A gate that is closed while the process runs belongs to a lambda that retires.
                if (next is NextStep.Enter or NextStep.GoAway) throw new LambdaStartException(StartFailure.Stopped, "The lambda is no longer started.");
                if (next is NextStep.Start) LaunchIfAllowed();
                starting = _starting;
                stopping = _stopping ?? _watching;
            }

            if (starting is null)
            {
                await stopping.WaitAsync(cancellationToken).ConfigureAwait(false);
                continue;
            }

            // The start goes on if this request is given up: others may wait for it, and the next one will be glad of it.
            var instance = await starting.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (instance.Gate.TryEnter()) return new(instance, IsColdStart: true);
            if (instance.Process.Exited.IsCompleted)
            {
                throw new LambdaStartException(StartFailure.Exited, "The process ended right after it had started.");
            }
        }
    }

    private void LaunchIfAllowed()
    {
        var wait = _history.RetryAfter;
        if (wait > TimeSpan.Zero) throw LambdaStartException.BackingOff(_history.Failures, wait);
        _life.StartBegins();
        _start = new(_history.Begins());
        _starting = LaunchAsync(_start);
    }

    // Called under the lock, which is left at the first await: creating a process takes long, and the task must be found meanwhile.
    private async Task<LambdaInstance> LaunchAsync(PendingStart start)
    {
        // A process outlives the request that began it: what it writes later is not of that request's trace.
        Activity.Current = null;
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        using var ended = start;
        try
        {
            var instance = await _launcher.LaunchAsync(Definition, start.Record, start.GivenUp).ConfigureAwait(false);
            lock (_lock)
            {
                EndLaunch();
                _life.Started(instance);
                _history.Succeeded();
                _watching = WatchAsync(instance);
            }

            _log.Started(Definition.Id, start.Record);
            ProxyMetrics.Started(Definition.Id, start.Record);
            return instance;
        }
        catch (OperationCanceledException) when (start.GivenUp.IsCancellationRequested)
        {
            lock (_lock)
            {
                EndLaunch();
                _life.StartGivenUp();
                _history.GivenUp();
            }

            throw new LambdaStartException(StartFailure.Stopped, "The lambda was stopped while it started.");
        }
        catch (Exception exception)
        {
            lock (_lock)
            {
                EndLaunch();
                _life.StartFailed();
                _history.Failed(exception.Message);
            }

            _log.StartFailed(Definition.Id, exception.Message);
            ProxyMetrics.StartFailed(Definition.Id, start.Record, exception);
            throw;
        }
    }

    private void EndLaunch()
    {
        _start = null;
        _starting = null;
    }

    private void BeginStop(LambdaInstance instance)
    {
        if (_life.TryBeginStop(instance)) _stopping = StopAsync(instance);
    }

    // Called under the lock, which is left at the first await.
    private async Task StopAsync(LambdaInstance instance)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await instance.StopAsync().ConfigureAwait(false);
        lock (_lock)
        {
            _stopping = null;
            _life.Stopped();
            _history.Forgive();
        }

        _log.Stopped(Definition.Id, instance.Process.Id);
    }

    private void StopIfIdle()
    {
        lock (_lock)
        {
            if (_life.Running is not { } instance || _time.GetElapsedTime(instance.LastUsed) < Definition.IdleTimeout) return;
            if (instance.Gate.TryCloseIdle()) BeginStop(instance);
        }
    }

    private async Task WatchAsync(LambdaInstance instance)
    {
        var exit = await instance.Process.Exited.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        lock (_lock)
        {
            if (!_life.TryEnd(instance, exit)) return;
            _history.Ended(exit, instance.ReadyAt);
        }

        _log.Ended(Definition.Id, instance.Process.Id, exit);
        _ = instance.DrainAndDisposeAsync();
    }
}
