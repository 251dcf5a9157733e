using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using LocalLambdas.Manifests;
using LocalLambdas.Telemetry;
using LocalLambdas.Transports;

namespace LocalLambdas.Lambdas;

/// <summary>
/// Makes happen what the life cycle of a lambda says: its processes are started, taken from the spares, stopped and watched. Whatever
/// decides or changes something does so under one lock, and nobody waits in it.
/// </summary>
internal sealed class LambdaSupervisor : IAsyncDisposable
{
    // Who has waited for the start is on the way to it. Without it a short timeout would stop the process before, and they would wait for another one.
    private static readonly TimeSpan FirstRequestTakes = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly LambdaDefinition _definition;
    private readonly TimeProvider _time;
    private readonly LambdaLog _log;
    private readonly LifeCycle _life = new();
    private readonly StartHistory _history;
    private readonly SparePool? _spares;
    private readonly NextLaunch _next;

    private volatile ILambdaTransport? _lastTransport;

    // Both there in the state starting, and in no other.
    private PendingStart? _start;
    private Task<LambdaInstance>? _starting;

    // Completes when all processes that are being stopped are gone.
    private Task _stopping = Task.CompletedTask;

    // Completes when the end of the running process has been taken notice of.
    private Task _watching = Task.CompletedTask;

    public LambdaSupervisor(LambdaDefinition definition, ILambdaLauncher launcher, LaunchPlaces places, TimeProvider time, LambdaLog log)
    {
        _definition = definition;
        _time = time;
        _log = log;
        _history = new(time);
        _next = new(definition, launcher, places);
        _spares = definition.WarmSpares > 0 ? new(definition, launcher, time, log, () => RetryAfter) : null;
    }

    /// <inheritdoc cref="LifeCycle.Running"/>
    public LambdaInstance? Running => _life.Running;

    /// <summary>To the process that runs or ran last: the next one will speak the same. Null before the first.</summary>
    public ILambdaTransport? LastTransport => _lastTransport;

    private TimeSpan RetryAfter
    {
        get
        {
            lock (_lock) return _history.RetryAfter;
        }
    }

    /// <summary>
    /// Enters the running process, or a spare that takes its place. Else there is something to wait for: the start that is under way and may
    /// have begun just now, or the end of the former process, after which this is to be tried again.
    /// </summary>
    /// <exception cref="LambdaStartException">There is nothing to wait for.</exception>
    public bool TryEnter(out LambdaLease lease, [NotNullWhen(false)] out Task? pending)
    {
        lock (_lock)
        {
            pending = null;
            var next = _life.Next;
            if (next is NextStep.Enter && _life.Running!.Gate.TryEnter())
            {
                lease = new(_life.Running, Start: null);
                return true;
            }

            // A gate that is closed while the process runs belongs to a lambda that retires.
            if (next is NextStep.Enter or NextStep.GoAway) throw new LambdaStartException(StartFailure.Stopped, "The lambda is no longer started.");
            if (TryTakeSpare() is { } spare && spare.Gate.TryEnter())
            {
                lease = LeaseOf(spare, StartKind.Spare);
                return true;
            }

            if (next is NextStep.Start) StartIfAllowed();
            pending = _starting ?? (_life.State is LambdaState.Stopping ? _stopping : _watching);
            lease = default;
            return false;
        }
    }

    /// <summary>The lease of the first request of a process, or of one that waited for it like the first.</summary>
    public LambdaLease LeaseOf(LambdaInstance instance, StartKind kind) => new(instance, kind, this);

    /// <summary>The first request of a process is over, and what it was not to be disturbed by can be done.</summary>
    public void FirstRequestIsOver()
    {
        _spares?.Refill();
        _next.Prepare();
    }

    /// <inheritdoc cref="NextLaunch.Prepare"/>
    public void PrepareLaunch() => _next.Prepare();

    /// <inheritdoc cref="SparePool.Open"/>
    public void KeepSpares() => _spares?.Open();

    /// <summary>What failed before no longer counts.</summary>
    public void Forgive()
    {
        lock (_lock) _history.Forgive();
        _spares?.Forgive();
    }

    /// <summary>Nothing if it is not the running process (any more).</summary>
    public void BeginStop(LambdaInstance instance)
    {
        lock (_lock)
        {
            if (_life.TryBeginStop(instance)) _stopping = Task.WhenAll(_stopping, StopAsync(instance));
        }
    }

    public void BeginStopIfIdle()
    {
        lock (_lock)
        {
            if (_life.Running is not { } instance) return;
            var idle = _time.GetElapsedTime(instance.LastUsed);
            if (idle < _definition.IdleTimeout || (!instance.HasServed && idle < FirstRequestTakes)) return;
            if (instance.Gate.TryCloseIdle()) BeginStop(instance);
        }
    }

    /// <summary>Stops what runs, gives up a start under way, and returns when all of it is gone. Spares stay.</summary>
    public async Task StopAsync()
    {
        Task<LambdaInstance>? starting;
        lock (_lock)
        {
            if (_life.Running is { } running) BeginStop(running);
            _start?.GiveUp();
            starting = _starting;
        }

        if (starting is not null)
        {
            await ((Task)starting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

            // It was ready just when it was given up.
            if (starting.IsCompletedSuccessfully) BeginStop(starting.Result);
        }

        Task stopping;
        lock (_lock) stopping = _stopping;
        await stopping.ConfigureAwait(false);
    }

    /// <summary>From now on nothing starts, and who waits for a start is told so; there are no spares any more. What runs goes on.</summary>
    public void RefuseStarts()
    {
        lock (_lock)
        {
            _life.RefuseStarts();
            _start?.GiveUp();
        }

        _spares?.Close();
        _next.Close();
    }

    /// <summary>Kills everything without asking or waiting.</summary>
    public void Kill()
    {
        lock (_lock)
        {
            _life.Running?.Process.Kill();
            foreach (var instance in _life.Ending) instance.Process.Kill();
        }

        _spares?.Kill();
    }

    public LambdaSnapshot Snapshot(int queued)
    {
        lock (_lock)
        {
            var running = _life.Running;
            return new(
                _definition,
                _life.State,
                running?.Process.Id,
                _history.Starts,
                running?.Gate.Count ?? 0,
                queued,
                _history.Last,
                _history.LastError,
                _history.Failures,
                _history.RetryAfter,
                _spares?.Snapshot(),
                _next.IsReady);
        }
    }

    public async ValueTask DisposeAsync()
    {
        RefuseStarts();
        await Task.WhenAll(StopAsync(), _spares is null ? Task.CompletedTask : _spares.DisposeAsync().AsTask()).ConfigureAwait(false);
    }

    // Also while the lambda is not to be started yet: nothing is started.
    private LambdaInstance? TryTakeSpare()
    {
        if (_spares is null || !_life.MayTakeSpare || _spares.TryTake() is not { } spare) return null;
        spare.Start.Taken();
        _life.TookSpare(spare);
        _lastTransport = spare.Transport;
        _history.Took(spare.Start);
        _watching = WatchAsync(spare);
        _log.TookSpare(_definition.Id, spare.Process.Id);
        return spare;
    }

    private void StartIfAllowed()
    {
        var wait = _history.RetryAfter;
        if (wait > TimeSpan.Zero) throw LambdaStartException.BackingOff(_history.Failures, wait);
        _life.StartBegins();
        var adopted = _spares?.TryAdopt();
        if (adopted is not null) _history.Took(adopted.Record);
        _start = adopted ?? new(_history.Begins());
        _starting = StartAsync(_start, isUnderWay: adopted is not null);
    }

    // Called under the lock, which is left at the first await: creating a process takes long, and the task must be found meanwhile.
    private async Task<LambdaInstance> StartAsync(PendingStart start, bool isUnderWay)
    {
        // A process outlives the request that began it: what it writes later is not of that request's trace.
        Activity.Current = null;
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        if (!isUnderWay) await start.LaunchAsync(_next.Take).ConfigureAwait(false);
        try
        {
            var instance = await start.Launched.ConfigureAwait(false);
            lock (_lock)
            {
                EndStart();
                _life.Started(instance);
                _lastTransport = instance.Transport;
                _history.Succeeded();
                _watching = WatchAsync(instance);
            }

            _spares?.RefillLater();
            _log.Started(_definition.Id, start.Record);
            ProxyMetrics.Started(_definition.Id, StartKind.Cold, start.Record);
            return instance;
        }
        catch (OperationCanceledException) when (start.IsGivenUp)
        {
            lock (_lock)
            {
                EndStart();
                _life.StartGivenUp();
                _history.GivenUp();
            }

            FirstRequestIsOver();
            throw new LambdaStartException(StartFailure.Stopped, "The lambda was stopped while it started.");
        }
        catch (Exception exception)
        {
            lock (_lock)
            {
                EndStart();
                _life.StartFailed();
                _history.Failed(exception.Message);
            }

            FirstRequestIsOver();
            _log.StartFailed(_definition.Id, exception.Message);
            _log.BacksOff(_definition.Id, _history);
            ProxyMetrics.StartFailed(_definition.Id, StartKind.Cold, start.Record, exception);
            throw;
        }
    }

    private void EndStart()
    {
        _start = null;
        _starting = null;
    }

    // Called under the lock, which is left at the first await.
    private async Task StopAsync(LambdaInstance instance)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await instance.StopAsync().ConfigureAwait(false);
        lock (_lock)
        {
            _life.Stopped(instance);
            _history.Forgive();
        }

        _log.Stopped(_definition.Id, instance.Process.Id);
    }

    private async Task WatchAsync(LambdaInstance instance)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        if (instance.Transport.Broken is { } broken && await Task.WhenAny(instance.Process.Exited, broken).ConfigureAwait(false) == broken) BeginStop(instance);
        var exit = await instance.Process.Exited.ConfigureAwait(false);
        lock (_lock)
        {
            if (!_life.TryEnd(instance, exit)) return;
            _history.Ended(exit, instance.ReadyAt);
        }

        _log.Ended(_definition.Id, instance.Process.Id, exit);
        _log.BacksOff(_definition.Id, _history);
        _ = instance.DrainAndDisposeAsync();
    }
}
