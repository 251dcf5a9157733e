namespace LocalLambdas.Lambdas;

/// <summary>
/// The states of a lambda, and what leads from one to another. Nothing happens and nobody waits here: it is told what happened, one at a
/// time, and tells what a request has to do. What cannot follow on the state is refused.
/// </summary>
internal sealed class LifeCycle
{
    private readonly List<LambdaInstance> _ending = [];
    private readonly List<LambdaInstance> _leaving = [];
    private LambdaInstance? _running;

    // Whose end the state stopping waits for.
    private LambdaInstance? _awaited;

    public LambdaState State { get; private set; } = LambdaState.Cold;

    /// <summary>The process that requests go to: there is one in the state running, and in no other. May be read at any time.</summary>
    public LambdaInstance? Running
    {
        get => Volatile.Read(ref _running);
        private set => Volatile.Write(ref _running, value);
    }

    /// <summary>The processes that are being stopped: in the state stopping the one that was in service, and whatever the state those that went before.</summary>
    public IReadOnlyCollection<LambdaInstance> Ending => _ending;

    /// <summary>The processes that finish their requests while the lambda does without them, whatever its state.</summary>
    public IReadOnlyCollection<LambdaInstance> Leaving => _leaving;

    /// <summary>How many processes have nothing to do any more, or are being stopped, and are there all the same.</summary>
    public int Lingering => _ending.Count + _leaving.Count(static leaving => leaving.Gate.Count is 0);

    /// <summary>Nothing is started any more; what runs goes on.</summary>
    public bool RefusesStarts { get; private set; }

    /// <summary>What a request has to do that needs the process.</summary>
    public NextStep Next => State switch
    {
        LambdaState.Running when !_running!.HasEnded => NextStep.Enter,
        _ when RefusesStarts => NextStep.GoAway,
        LambdaState.Running or LambdaState.Stopping => NextStep.WaitForEnd,
        LambdaState.Starting => NextStep.WaitForStart,
        _ => NextStep.Start,
    };

    /// <summary>A spare may take the place of the process, also while the former one is being stopped.</summary>
    public bool MayTakeSpare => !RefusesStarts && State is (LambdaState.Cold or LambdaState.Failed or LambdaState.Stopping);

    public void RefuseStarts() => RefusesStarts = true;

    public void StartBegins()
    {
        if (Next is not NextStep.Start) throw Impossible(nameof(StartBegins));
        State = LambdaState.Starting;
    }

    public void Started(LambdaInstance instance)
    {
        LeaveStarting(LambdaState.Running, nameof(Started));
        Running = instance;
    }

    public void TookSpare(LambdaInstance spare)
    {
        if (!MayTakeSpare) throw Impossible(nameof(TookSpare));
        State = LambdaState.Running;
        Running = spare;
    }

    public void StartFailed() => LeaveStarting(LambdaState.Failed, nameof(StartFailed));

    /// <summary>Somebody wanted the start to end: nothing is wrong.</summary>
    public void StartGivenUp() => LeaveStarting(LambdaState.Cold, nameof(StartGivenUp));

    /// <summary>The next request need not wait for the end of this process. False if it is not the running one (any more).</summary>
    public bool TryLeave(LambdaInstance instance)
    {
        if (_running != instance) return false;
        State = LambdaState.Cold;
        Running = null;
        _leaving.Add(instance);
        return true;
    }

    /// <summary>False if it is neither the running process nor one that leaves (any more).</summary>
    public bool TryBeginStop(LambdaInstance instance)
    {
        if (_running == instance)
        {
            State = LambdaState.Stopping;
            Running = null;
            _awaited = instance;
        }
        else if (!_leaving.Remove(instance))
        {
            return false;
        }

        _ending.Add(instance);
        return true;
    }

    /// <param name="hasFailed">It was stopped because something was wrong with it.</param>
    public void Stopped(LambdaInstance instance, bool hasFailed)
    {
        if (!_ending.Remove(instance)) throw Impossible(nameof(Stopped));
        if (State is LambdaState.Stopping && _awaited == instance) State = hasFailed ? LambdaState.Failed : LambdaState.Cold;
    }

    /// <summary>The process ended by itself. False if it was being stopped, and so its end wanted.</summary>
    /// <param name="hasFailed">It should not have ended so.</param>
    public bool TryEnd(LambdaInstance instance, bool hasFailed)
    {
        if (_leaving.Remove(instance)) return true;
        if (_running != instance) return false;
        State = hasFailed ? LambdaState.Failed : LambdaState.Cold;
        Running = null;
        return true;
    }

    private void LeaveStarting(LambdaState next, string what)
    {
        if (State is not LambdaState.Starting) throw Impossible(what);
        State = next;
    }

    private InvalidOperationException Impossible(string what) => new($"{what} does not follow on {State}.");
}
