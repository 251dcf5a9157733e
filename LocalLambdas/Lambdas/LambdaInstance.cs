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
