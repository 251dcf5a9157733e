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
    // What a process gets to finish its requests, and then to end, before it is killed.
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan ShortestIdleCheck = TimeSpan.FromMilliseconds(50);

    private readonly Lock _lock = new();
    private readonly ILambdaLauncher _launcher;
    private readonly TimeProvider _time;
    private readonly LambdaLog _log;
    private readonly ITimer? _idleTimer;
    private readonly RestartPolicy _restarts;

    private LambdaState _state = LambdaState.Cold;
    private LambdaInstance? _running;
    private LambdaInstance? _ending;
    private Task<LambdaInstance>? _starting;
    private CancellationTokenSource? _startGivenUp;
    private Task? _stopping;
    private StartRecord? _lastStart;
    private string? _lastError;
    private int _starts;
    private bool _refusesStarts;

    // Completes when the end of the running process has been taken notice of.
    private Task _watching = Task.CompletedTask;

    public Lambda(LambdaDefinition definition, ILambdaLauncher launcher, TimeProvider time, LambdaLog log)
    {
        Definition = definition;
        Admission = definition.MaxConcurrency is { } slots ? new(slots, definition.MaxQueue) : null;
        _launcher = launcher;
        _time = time;
        _log = log;
        _restarts = new(time);
        if (definition.IdleTimeout != Timeout.InfiniteTimeSpan)
        {
            // Checked twice within the timeout, so that an idle process lives at most one and a half of it.
            var period = definition.IdleTimeout > ShortestIdleCheck * 2 ? definition.IdleTimeout / 2 : ShortestIdleCheck;
            _idleTimer = time.CreateTimer(static lambda => ((Lambda)lambda!).StopIfIdle(), this, period, period);
        }
    }

    public LambdaDefinition Definition { get; }

    /// <summary>Null if as many requests are let in as come.</summary>
    public AdmissionQueue? Admission { get; }

    /// <summary>Gives up a process that no longer accepts connections, so that the next request starts a new one.</summary>
    public void Discard(LambdaInstance instance)
    {
        lock (_lock)
        {
            if (_running == instance && _stopping is null) _stopping = StopAsync(instance);
        }
    }

    /// <summary>The running process; starts it if need be, or waits for the start that is under way.</summary>
    /// <exception cref="LambdaStartException">The start failed; the next call may try again.</exception>
    public ValueTask<LambdaLease> AcquireAsync(CancellationToken cancellationToken)
    {
        var running = Volatile.Read(ref _running);
        return running is { HasEnded: false } && running.Gate.TryEnter()
            ? new(new LambdaLease(running, IsColdStart: false))
            : AcquireStartedAsync(cancellationToken);
    }

    /// <summary>Starts the process if it does not run, also if it failed before and requests would have to wait.</summary>
    /// <exception cref="LambdaStartException">The start failed.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        lock (_lock) _restarts.Reset();
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
                if (_stopping is null && _starting is null)
                {
                    if (_running is null) return;
                    _stopping = StopAsync(_running);
                }

                pending = _stopping ?? _starting!;
                GiveUpStart();
            }

            await pending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>From now on nothing starts, and who waits for a start is told so. What runs goes on.</summary>
    public void RefuseStarts()
    {
        lock (_lock)
        {
            _refusesStarts = true;
            GiveUpStart();
        }
    }

    /// <summary>For a lambda that the manifest no longer names: its requests finish within their timeout, then its process ends.</summary>
    public async Task RetireAsync()
    {
        RefuseStarts();
        LambdaInstance? instance;
        lock (_lock) instance = _running;
        if (instance is not null)
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
        lock (_lock) instance = _running ?? _ending;
        instance?.Process.Kill();
    }

    public LambdaSnapshot Snapshot()
    {
        lock (_lock) return new(Definition, _state, _running?.Process.Id, _starts, _running?.Gate.Count ?? 0, Admission?.Waiting ?? 0, _lastStart, _lastError, _restarts.Failures, _restarts.Remaining);
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
            Task<LambdaInstance>? starting = null;
            Task? stopping;
            lock (_lock)
            {
                var hasEnded = _running is { HasEnded: true };
                if (!hasEnded && _running is not null && _running.Gate.TryEnter()) return new(_running, IsColdStart: false);
                if (_refusesStarts) throw new LambdaStartException(StartFailure.Stopped, "The lambda is no longer started.");
                stopping = hasEnded ? _watching : _stopping;
                if (stopping is null) starting = _starting ?? LaunchIfAllowed();
            }

            if (starting is null)
            {
                await stopping!.WaitAsync(cancellationToken).ConfigureAwait(false);
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

    private Task<LambdaInstance> LaunchIfAllowed()
    {
        var wait = _restarts.Remaining;
        if (wait > TimeSpan.Zero) throw LambdaStartException.BackingOff(_restarts.Failures, wait);
        return _starting = LaunchAsync();
    }

    // On another thread: what waits for the token would otherwise run here, under the lock, and find half of what it changes done.
    private void GiveUpStart() => _ = _startGivenUp?.CancelAsync();

    // Called under the lock, which is left at the first await: creating a process takes long, and the task must be found meanwhile.
    private async Task<LambdaInstance> LaunchAsync()
    {
        var record = new StartRecord(_time);
        using var givenUp = new CancellationTokenSource();
        _startGivenUp = givenUp;
        _state = LambdaState.Starting;
        _lastStart = record;
        _starts++;

        // A process outlives the request that began it: what it writes later is not of that request's trace.
        Activity.Current = null;
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            var instance = await _launcher.LaunchAsync(Definition, record, givenUp.Token).ConfigureAwait(false);
            lock (_lock)
            {
                EndLaunch(LambdaState.Running, instance, null);
                _watching = WatchAsync(instance);
            }

            _log.Started(Definition.Id, record);
            ProxyMetrics.Started(Definition.Id, record);
            return instance;
        }
        catch (OperationCanceledException) when (givenUp.IsCancellationRequested)
        {
            EndLaunch(LambdaState.Cold, null, null);
            throw new LambdaStartException(StartFailure.Stopped, "The lambda was stopped while it started.");
        }
        catch (Exception exception)
        {
            lock (_lock) _restarts.Failed(lived: TimeSpan.Zero);
            EndLaunch(LambdaState.Failed, null, exception.Message);
            _log.StartFailed(Definition.Id, exception.Message);
            ProxyMetrics.StartFailed(Definition.Id, record, exception);
            throw;
        }
    }

    private void EndLaunch(LambdaState state, LambdaInstance? instance, string? error)
    {
        lock (_lock)
        {
            _starting = null;
            _startGivenUp = null;
            _running = instance;
            _state = state;
            _lastError = error;
        }
    }

    // Called under the lock, which is left at the first await.
    private async Task StopAsync(LambdaInstance instance)
    {
        _state = LambdaState.Stopping;
        _ending = instance;
        _running = null;
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        instance.Gate.Close();
        await instance.Gate.Drained.WaitAsync(StopGrace).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await instance.EndAsync(StopGrace).ConfigureAwait(false);
        lock (_lock)
        {
            _stopping = null;
            _ending = null;
            _state = LambdaState.Cold;
            _restarts.Reset();
        }

        _log.Stopped(Definition.Id, instance.Process.Id);
    }

    private void StopIfIdle()
    {
        lock (_lock)
        {
            if (_running is not { } instance || _stopping is not null) return;
            if (_time.GetElapsedTime(instance.LastUsed) < Definition.IdleTimeout) return;
            if (instance.Gate.TryCloseIdle()) _stopping = StopAsync(instance);
        }
    }

    private async Task WatchAsync(LambdaInstance instance)
    {
        var exit = await instance.Process.Exited.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        lock (_lock)
        {
            // Somebody stopped it: the end was wanted.
            if (_running != instance) return;
            _running = null;
            if (exit.Code is 0)
            {
                _state = LambdaState.Cold;
                _lastError = null;
            }
            else
            {
                _state = LambdaState.Failed;
                _lastError = $"The process ended by itself: {exit}.";
                _restarts.Failed(_time.GetElapsedTime(instance.ReadyAt));
            }
        }

        instance.Gate.Close();
        _log.Ended(Definition.Id, instance.Process.Id, exit);
        _ = BuryAsync(instance);
    }

    private static async Task BuryAsync(LambdaInstance instance)
    {
        await instance.Gate.Drained.WaitAsync(StopGrace).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        instance.Dispose();
    }
}
