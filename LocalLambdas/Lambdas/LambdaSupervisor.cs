using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using LocalLambdas.Manifests;
using LocalLambdas.Telemetry;
using LocalLambdas.Transports;

namespace LocalLambdas.Lambdas;

/// <summary>
/// Makes happen what the life cycle of a lambda says: its processes are started or taken from the spares, and go again. Whatever decides or
/// changes something does so under one lock, and nobody waits in it.
/// </summary>
internal sealed class LambdaSupervisor : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly LambdaDefinition _definition;
    private readonly LambdaLog _log;
    private readonly LifeCycle _life = new();
    private readonly StartHistory _history;
    private readonly SparePool? _spares;
    private readonly NextLaunch _next;
    private readonly Departures _departures;

    private volatile ILambdaTransport? _lastTransport;

    // Both there in the state starting, and in no other.
    private PendingStart? _start;
    private Task<LambdaInstance>? _starting;

    public LambdaSupervisor(LambdaDefinition definition, ILambdaLauncher launcher, LaunchPlaces places, TimeProvider time, LambdaLog log)
    {
        _definition = definition;
        _log = log;
        _history = new(time);
        _next = new(definition, launcher, places);
        _departures = new(definition, _lock, _life, _history, time, log, ReplaceEager);
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
    /// have begun just now, or the end of the former process, or of one of too many former ones, after which this is to be tried again.
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

            if (next is NextStep.GoAway) throw new LambdaStartException(StartFailure.Stopped, "The lambda is no longer started.");
            if (_life.MayTakeSpare && _departures.Crowd is { } crowd)
            {
                pending = crowd;
                lease = default;
                return false;
            }

            if (TryTakeSpare() is { } spare && spare.Gate.TryEnter())
            {
                lease = LeaseOf(spare, StartKind.Spare);
                return true;
            }

            if (next is NextStep.Start) StartIfAllowed();
            pending = _starting ?? (_life.State is LambdaState.Stopping ? _departures.Ended : _departures.Watching);
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

    /// <inheritdoc cref="SparePool.OpenAsync"/>
    public Task KeepSparesAsync() => _spares?.OpenAsync() ?? Task.CompletedTask;

    /// <summary>What failed before no longer counts.</summary>
    public void Forgive()
    {
        lock (_lock) _history.Forgive();
        _spares?.Forgive();
    }

    /// <inheritdoc cref="Departures.GiveUp"/>
    public void GiveUp(LambdaInstance instance) => _departures.GiveUp(instance);

    /// <inheritdoc cref="Departures.StopIfIdle"/>
    public void StopIfIdle() => _departures.StopIfIdle();

    /// <summary>What runs gets no more requests. Returns when those that it has are over.</summary>
    public Task FinishAsync()
    {
        lock (_lock)
        {
            if (_life.Running is { } running) _departures.Leave(running);
            return _departures.Leaving;
        }
    }

    /// <summary>Stops what runs and what is leaving, gives up a start under way, and returns when all of it is gone. Spares stay.</summary>
    public async Task StopAsync()
    {
        Task<LambdaInstance>? starting;
        lock (_lock)
        {
            if (_life.Running is { } running) _departures.Stop(running);
            foreach (var leaving in _life.Leaving.ToArray()) _departures.Stop(leaving);
            _start?.GiveUp();
            starting = _starting;
        }

        if (starting is not null)
        {
            await ((Task)starting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

            // It was ready just when it was given up.
            if (starting.IsCompletedSuccessfully) _departures.Stop(starting.Result);
        }

        Task stopping;
        lock (_lock) stopping = _departures.Stopping;
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
            foreach (var instance in _life.Ending.Concat(_life.Leaving)) instance.Process.Kill();
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
                (running?.Gate.Count ?? 0) + _life.Leaving.Sum(static leaving => leaving.Gate.Count),
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
        _departures.Watch(spare);
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
                _departures.Watch(instance);
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

    // Called under the lock. What is started before a request needs it is replaced so.
    private void ReplaceEager()
    {
        if (_definition.StartMode is not StartMode.Eager || _life.Next is not NextStep.Start || _departures.Crowd is not null) return;
        if (TryTakeSpare() is not null || _history.RetryAfter > TimeSpan.Zero) return;
        StartIfAllowed();
        _ = PrepareNextAsync(_starting!);
    }

    // No request need wait for this start, with whose end it would be time for that. A start that fails sees to it itself.
    private async Task PrepareNextAsync(Task<LambdaInstance> starting)
    {
        await ((Task)starting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (starting.IsCompletedSuccessfully) FirstRequestIsOver();
    }

    private void EndStart()
    {
        _start = null;
        _starting = null;
    }
}
