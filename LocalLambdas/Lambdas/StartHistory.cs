using LocalLambdas.Processes;

namespace LocalLambdas.Lambdas;

/// <summary>What became of the starts of a lambda, and when the next one may be tried.</summary>
internal sealed class StartHistory(TimeProvider time)
{
    private readonly RestartPolicy _restarts = new(time);

    /// <summary>Those that failed and those that are under way included.</summary>
    public int Starts { get; private set; }

    public StartRecord? Last { get; private set; }

    /// <summary>Why the last start failed, or a process crashed or had to be ended; null if nothing is wrong.</summary>
    public string? LastError { get; private set; }

    /// <inheritdoc cref="RestartPolicy.Failures"/>
    public int Failures => _restarts.Failures;

    /// <inheritdoc cref="RestartPolicy.Remaining"/>
    public TimeSpan RetryAfter => _restarts.Remaining;

    public StartRecord Begins()
    {
        Starts++;
        return Last = new(time);
    }

    public void Succeeded() => LastError = null;

    /// <summary>A spare has come into service.</summary>
    public void Took(StartRecord spare)
    {
        Starts++;
        Last = spare;
        LastError = null;
    }

    public void Failed(string error)
    {
        LastError = error;
        _restarts.Failed(lived: TimeSpan.Zero);
    }

    public void GivenUp() => LastError = null;

    /// <summary>A process ended by itself.</summary>
    /// <param name="readyAt">When it was ready: a timestamp of the time provider.</param>
    public void Ended(ChildExit exit, long readyAt)
    {
        if (exit.Code is not 0) Lost($"The process ended by itself: {exit}.", readyAt);
    }

    /// <summary>A process ended, or had to be ended, as it never should.</summary>
    /// <param name="readyAt">When it was ready: a timestamp of the time provider.</param>
    public void Lost(string error, long readyAt)
    {
        LastError = error;
        _restarts.Failed(time.GetElapsedTime(readyAt));
    }

    /// <summary>What failed before no longer counts: somebody stopped the process, or wants it started now.</summary>
    public void Forgive() => _restarts.Reset();
}
