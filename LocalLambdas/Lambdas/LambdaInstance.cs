using LocalLambdas.Processes;
using LocalLambdas.Transports;

namespace LocalLambdas.Lambdas;

/// <summary>One running process of a lambda, the way to it, and the requests that it has in flight.</summary>
internal sealed class LambdaInstance(ChildProcess process, ILambdaTransport transport, StartRecord start, TimeProvider time) : IDisposable
{
    // What a process gets to finish its requests, and then to end, before it is killed.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    public ChildProcess Process { get; } = process;

    /// <summary>What was a connection to it leads nowhere.</summary>
    public bool HasEnded => Process.Exited.IsCompleted;

    /// <summary>It has said that it takes no more requests and ends when those in flight are over.</summary>
    public bool IsGoingAway => Transport.GoesAway is { IsCompleted: true };

    /// <summary>It has answered some, or says that it has taken some.</summary>
    public bool HasTakenRequests => Start.FirstAnswer is not null || Transport.GoesAway is { IsCompleted: true, Result: true };

    /// <summary>Nothing is known for which it would take no requests.</summary>
    public bool IsUsable => !HasEnded && !IsGoingAway && Transport.Broken is not { IsCompleted: true };

    /// <summary>Completes when it takes no requests any more, for whichever reason.</summary>
    public Task OutOfUse => Task.WhenAny(new Task?[] { Process.Exited, Transport.Broken, Transport.GoesAway }.OfType<Task>());

    /// <summary>What was wrong with a frame that ended the connection; null if nothing was.</summary>
    public string? BrokenBy => Transport.Broken is { IsCompleted: true } broken ? broken.Result : null;

    public ILambdaTransport Transport { get; } = transport;

    public StartRecord Start { get; } = start;

    public InFlightGate Gate { get; } = new();

    /// <summary>When the process was ready: a timestamp of the time provider.</summary>
    public long ReadyAt { get; } = time.GetTimestamp();

    /// <summary>When the last request left, or else when the process was ready: a timestamp of the time provider.</summary>
    public long LastUsed { get; private set; } = time.GetTimestamp();

    /// <summary>A request has come and gone.</summary>
    public bool HasServed { get; private set; }

    public void Leave()
    {
        HasServed = true;
        LastUsed = time.GetTimestamp();
        Gate.Leave();
    }

    /// <summary>Once nobody enters any more: returns when the requests in flight are over, and a process that has said that it then ends has had its time to.</summary>
    public async Task FinishAsync()
    {
        await Task.WhenAny(Gate.Drained, Process.Exited).ConfigureAwait(false);
        if (IsGoingAway) await ((Task)Process.Exited).WaitAsync(Grace).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Lets the requests in flight finish, asks the process to end, and kills it with its whole tree if it does not.</summary>
    public async Task StopAsync()
    {
        await DrainAsync().ConfigureAwait(false);
        Process.RequestStop();
        await ((Task)Process.Exited).WaitAsync(Grace).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Process.Kill();
        await Process.Exited.ConfigureAwait(false);
        Dispose();
    }

    /// <summary>For a process that has ended: the requests in flight notice that by themselves.</summary>
    public async Task DrainAndDisposeAsync()
    {
        await DrainAsync().ConfigureAwait(false);
        Dispose();
    }

    public void Dispose()
    {
        // Also after the process ended by itself: what it started must not stay.
        Process.Kill();
        Transport.Dispose();
        Process.Dispose();
    }

    private async Task DrainAsync()
    {
        Gate.Close();
        await Gate.Drained.WaitAsync(Grace).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
