using LocalLambdas.Manifests;

namespace LocalLambdas.Lambdas;

/// <summary>
/// The next start of a lambda, prepared before a request needs it. What is not there when it is needed, because starts follow each other fast,
/// there is no place or something was in the way, is made then, by who needs it.
/// </summary>
internal sealed class NextLaunch(LambdaDefinition definition, ILambdaLauncher launcher, LaunchPlaces places)
{
    private readonly Lock _lock = new();
    private ILambdaLaunch? _prepared;
    private bool _isPreparing;
    private bool _isClosed;

    public bool IsReady
    {
        get
        {
            lock (_lock) return _prepared is not null;
        }
    }

    /// <summary>Prepares it on another thread, if it is not there and there is a place for it.</summary>
    public void Prepare()
    {
        lock (_lock)
        {
            if (_isClosed || _isPreparing || _prepared is not null || !places.TryTake()) return;
            _isPreparing = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static next => next.PrepareNow(), this, preferLocal: false);
    }

    /// <summary>From now on the caller's, to be started or disposed of.</summary>
    /// <exception cref="LambdaStartException">It was not prepared, and cannot be.</exception>
    public ILambdaLaunch Take()
    {
        if (TryTake() is not { } prepared) return launcher.Prepare(definition);
        places.GiveBack();
        return prepared;
    }

    /// <summary>There will be no start any more.</summary>
    public void Close()
    {
        lock (_lock) _isClosed = true;
        Discard();
    }

    private void PrepareNow()
    {
        var launch = TryPrepare();
        lock (_lock)
        {
            _isPreparing = false;
            _prepared = launch;
            if (launch is not null && !_isClosed) return;
        }

        if (launch is null) places.GiveBack();
        Discard();
    }

    private ILambdaLaunch? TryPrepare()
    {
        try
        {
            return launcher.Prepare(definition);
        }
        catch (Exception)
        {
            // Who needs it finds the same, and is told.
            return null;
        }
    }

    private ILambdaLaunch? TryTake()
    {
        lock (_lock)
        {
            var prepared = _prepared;
            _prepared = null;
            return prepared;
        }
    }

    private void Discard()
    {
        if (TryTake() is not { } prepared) return;
        prepared.Dispose();
        places.GiveBack();
    }
}
