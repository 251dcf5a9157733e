using System.Diagnostics;
using LocalLambdas.Manifests;
using LocalLambdas.Telemetry;

namespace LocalLambdas.Lambdas;

/// <summary>
/// Processes of a lambda that are ready and have got no request. One that is taken or ends is replaced: one at a time, with a back-off, and
/// not while a request is served that needed it, as a process that starts takes time from all others.
/// </summary>
/// <param name="retryAfter">How long the lambda itself is not to be started: a spare would fail like it.</param>
internal sealed class SparePool(LambdaDefinition definition, ILambdaLauncher launcher, TimeProvider time, LambdaLog log, Func<TimeSpan> retryAfter)
    : IAsyncDisposable
{
    // A request that takes longer than this, such as a stream, does not keep the lambda without spares.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly List<LambdaInstance> _ready = [];
    private readonly List<LambdaInstance> _ending = [];
    private readonly StartHistory _history = new(time);
    private ITimer? _patience;
    private ITimer? _retry;
    private PendingStart? _start;
    private Task? _filling;
    private Task _stopping = Task.CompletedTask;
    private bool _isOpen;
    private bool _isClosed;
    private bool _isHeld;

    private bool LacksOne => _isOpen && !_isHeld && _ready.Count < definition.WarmSpares;

    /// <summary>From now on there are spares. Completes when none is being started: all are there, or the next is not to be started yet.</summary>
    public Task OpenAsync()
    {
        lock (_lock)
        {
            _isOpen = !_isClosed;
            Refill();
            return _filling ?? Task.CompletedTask;
        }
    }

    /// <summary>The one that has been ready for longest, from now on the caller's; null if there is none. It is not replaced before <see cref="Refill"/>, or a while.</summary>
    public LambdaInstance? TryTake()
    {
        lock (_lock)
        {
            var spare = _ready.Find(static spare => spare.IsUsable);
            if (spare is null) return null;
            _ready.Remove(spare);
            _isHeld = true;
            RefillLater();
            return spare;
        }
    }

    /// <summary>
    /// For who has to start the lambda: the spare that is being started, from now on the caller's; null if there is none. No other start
    /// begins before <see cref="Refill"/> or <see cref="RefillLater"/>.
    /// </summary>
    public PendingStart? TryAdopt()
    {
        lock (_lock)
        {
            _isHeld = true;
            var start = _start;
            _start = null;
            return start;
        }
    }

    /// <summary>The lambda has its process, and its request may last.</summary>
    public void RefillLater()
    {
        lock (_lock) _patience = After(Patience, _patience, static pool => pool.Refill());
    }

    /// <summary>A start disturbs nobody any more.</summary>
    public void Refill()
    {
        lock (_lock)
        {
            _isHeld = false;
            Fill();
        }
    }

    /// <summary>What failed before no longer counts.</summary>
    public void Forgive()
    {
        lock (_lock)
        {
            _history.Forgive();
            Fill();
        }
    }

    /// <summary>There will be no spares any more: those that are ready are stopped, and a start under way is given up.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            _isOpen = false;
            _start?.GiveUp();
            foreach (var spare in _ready) Stop(spare);
            _ready.Clear();
        }
    }

    /// <summary>Kills the spares without asking or waiting.</summary>
    public void Kill()
    {
        lock (_lock)
        {
            foreach (var spare in _ready.Concat(_ending)) spare.Process.Kill();
        }
    }

    public SpareSnapshot Snapshot()
    {
        lock (_lock)
        {
            return new(
                definition.WarmSpares,
                [.. _ready.Where(static spare => spare.IsUsable).Select(static spare => spare.Process.Id)],
                _history.Starts,
                _history.LastError,
                _history.Failures,
                _history.RetryAfter);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Close();
        Task? filling;
        Task stopping;
        lock (_lock)
        {
            _patience?.Dispose();
            _retry?.Dispose();
            filling = _filling;
        }

        if (filling is not null) await filling.ConfigureAwait(false);
        lock (_lock) stopping = _stopping;
        await stopping.ConfigureAwait(false);
    }

    private void Fill()
    {
        if (_filling is null && LacksOne) _filling = FillAsync();
    }

    // Called under the lock, which is left at the first await.
    private async Task FillAsync()
    {
        // A spare is of no request's trace, also if one has led to it.
        Activity.Current = null;
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        while (BeginStart() is { } start)
        {
            await start.LaunchAsync(() => launcher.Prepare(definition)).ConfigureAwait(false);
            if (Keep(start)) Report(start);
        }
    }

    /// <returns>Null if none is to be started now.</returns>
    private PendingStart? BeginStart()
    {
        // Outside the lock: it takes the lambda's, in which the lambda takes this one.
        var lambdaWait = retryAfter();
        lock (_lock)
        {
            var wait = _history.RetryAfter > lambdaWait ? _history.RetryAfter : lambdaWait;
            if (LacksOne && wait == TimeSpan.Zero) return _start = new(_history.Begins());
            if (LacksOne) _retry = After(wait, _retry, static pool => pool.RetryFill());
            _filling = null;
            return null;
        }
    }

    private void RetryFill()
    {
        lock (_lock) Fill();
    }

    /// <returns>False if it is no spare: somebody has adopted it, or there are none any more.</returns>
    private bool Keep(PendingStart start)
    {
        lock (_lock)
        {
            if (_start != start) return false;
            _start = null;
            if (!start.Launched.IsCompletedSuccessfully)
            {
                if (_isClosed) return false;
                _history.Failed(ErrorOf(start).Message);
                return true;
            }

            var spare = start.Launched.Result;
            if (_isClosed)
            {
                Stop(spare);
                return false;
            }

            _history.Succeeded();
            _ready.Add(spare);
            _ = WatchAsync(spare);
            return true;
        }
    }

    private void Report(PendingStart start)
    {
        if (start.Launched.IsCompletedSuccessfully)
        {
            log.SpareStarted(definition.Id, start.Record);
            ProxyMetrics.Started(definition.Id, StartKind.Spare, start.Record);
        }
        else
        {
            log.SpareFailed(definition.Id, ErrorOf(start).Message);
            ProxyMetrics.StartFailed(definition.Id, StartKind.Spare, start.Record, ErrorOf(start));
        }
    }

    private async Task WatchAsync(LambdaInstance spare)
    {
        await spare.OutOfUse.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var reason = spare.HasEnded ? $"A spare ended by itself: {await spare.Process.Exited.ConfigureAwait(false)}."
            : spare.Transport.Broken is { IsCompleted: true } broken ? await broken.ConfigureAwait(false)
            : "The lambda takes no more requests.";
        lock (_lock)
        {
            // It was taken or stopped.
            if (!_ready.Remove(spare)) return;
            _history.Lost(reason, spare.ReadyAt);
            Stop(spare);
            Fill();
        }

        log.SpareLost(definition.Id, spare.Process.Id, reason);
    }

    private void Stop(LambdaInstance spare)
    {
        _ending.Add(spare);
        _stopping = Task.WhenAll(_stopping, StopAsync(spare));
    }

    // Called under the lock, which is left at the first await.
    private async Task StopAsync(LambdaInstance spare)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await spare.StopAsync().ConfigureAwait(false);
        lock (_lock) _ending.Remove(spare);
    }

    private ITimer After(TimeSpan wait, ITimer? timer, Action<SparePool> action)
    {
        timer ??= time.CreateTimer(_ => action(this), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        timer.Change(wait, Timeout.InfiniteTimeSpan);
        return timer;
    }

    private static Exception ErrorOf(PendingStart start) => start.Launched.Exception!.InnerException!;
}
