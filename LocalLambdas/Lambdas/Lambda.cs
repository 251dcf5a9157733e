using LocalLambdas.Manifests;

namespace LocalLambdas.Lambdas;

/// <summary>
/// One lambda: at most one process at a time gets its requests. It is started by whoever comes first or taken from the spares, and shared by
/// all who come while it starts or runs.
/// </summary>
internal sealed class Lambda : IAsyncDisposable
{
    private readonly LambdaSupervisor _supervisor;
    private readonly ITimer? _idleTimer;

    public Lambda(LambdaDefinition definition, ILambdaLauncher launcher, LaunchPlaces places, TimeProvider time, LambdaLog log)
    {
        Definition = definition;
        Admission = definition.MaxConcurrency is { } slots ? new(slots, definition.MaxQueue) : null;
        _supervisor = new(definition, launcher, places, time, log);
        _idleTimer = IdleTimer.Start(definition.IdleTimeout, time, _supervisor.StopIfIdle);
    }

    public LambdaDefinition Definition { get; }

    /// <summary>Whether its processes take bodies while they come; null as long as none of them has shown it.</summary>
    public bool? Streams => Definition.Protocol is LambdaProtocol.Auto ? _supervisor.LastTransport?.Streams : Definition.Streams;

    /// <summary>Null if as many requests are let in as come.</summary>
    public AdmissionQueue? Admission { get; }

    /// <summary>Gives up a process that no longer takes requests, so that the next one starts a new one.</summary>
    public void Discard(LambdaInstance instance) => _supervisor.GiveUp(instance);

    /// <summary>The running process; takes a spare or starts it if need be, or waits for the start that is under way.</summary>
    /// <exception cref="LambdaStartException">The start failed; the next call may try again.</exception>
    public ValueTask<LambdaLease> AcquireAsync(CancellationToken cancellationToken)
    {
        var running = _supervisor.Running;
        return running is { HasEnded: false } && running.Gate.TryEnter()
            ? new(new LambdaLease(running, Start: null))
            : AcquireStartedAsync(cancellationToken);
    }

    /// <summary>Starts the process if it does not run, also if it failed before and requests would have to wait.</summary>
    /// <exception cref="LambdaStartException">The start failed.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _supervisor.Forgive();
        using var lease = await AcquireAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc cref="NextLaunch.Prepare"/>
    public void PrepareLaunch() => _supervisor.PrepareLaunch();

    /// <inheritdoc cref="SparePool.OpenAsync"/>
    public Task KeepSparesAsync() => _supervisor.KeepSparesAsync();

    /// <summary>
    /// Lets the requests in flight finish, ends the process, and returns when it is gone. A start under way is given up; spares stay, and who
    /// comes meanwhile may take one.
    /// </summary>
    public Task StopAsync() => _supervisor.StopAsync();

    /// <inheritdoc cref="LambdaSupervisor.RefuseStarts"/>
    public void RefuseStarts() => _supervisor.RefuseStarts();

    /// <summary>For a lambda that the manifest no longer names: its requests finish, then its processes end, as <see cref="Departures.Leave"/> says.</summary>
    public async Task RetireAsync()
    {
        RefuseStarts();
        await _supervisor.FinishAsync().ConfigureAwait(false);
        await DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc cref="LambdaSupervisor.Kill"/>
    public void Kill() => _supervisor.Kill();

    public LambdaSnapshot Snapshot() => _supervisor.Snapshot(Admission?.Waiting ?? 0);

    public async ValueTask DisposeAsync()
    {
        RefuseStarts();
        if (_idleTimer is not null) await _idleTimer.DisposeAsync().ConfigureAwait(false);
        await _supervisor.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask<LambdaLease> AcquireStartedAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_supervisor.TryEnter(out var lease, out var pending)) return lease;

            // A start goes on if this request is given up: others may wait for it, and the next one will be glad of it.
            if (pending is not Task<LambdaInstance> starting)
            {
                await pending.WaitAsync(cancellationToken).ConfigureAwait(false);
                continue;
            }

            var instance = await starting.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (instance.Gate.TryEnter()) return _supervisor.LeaseOf(instance, StartKind.Cold);
            if (!instance.IsUsable)
            {
                var what = instance.HasEnded ? "ended" : "took no more requests";
                throw new LambdaStartException(StartFailure.Exited, $"The process {what} right after it had started.");
            }
        }
    }
}
