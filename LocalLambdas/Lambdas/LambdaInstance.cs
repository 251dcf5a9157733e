using LocalLambdas.Processes;
using LocalLambdas.Transports;

namespace LocalLambdas.Lambdas;

/// <summary>One running process of a lambda, the way to it, and the requests that it has in flight.</summary>
internal sealed class LambdaInstance(ChildProcess process, IEnvelopeTransport transport, StartRecord start, TimeProvider time) : IDisposable
{
    public ChildProcess Process { get; } = process;

    /// <summary>What was a connection to it leads nowhere.</summary>
    public bool HasEnded => Process.Exited.IsCompleted;

    public IEnvelopeTransport Transport { get; } = transport;

    public StartRecord Start { get; } = start;

    public InFlightGate Gate { get; } = new();

    /// <summary>When the process was ready: a timestamp of the time provider.</summary>
    public long ReadyAt { get; } = time.GetTimestamp();

    /// <summary>When the last request left, or else when the process was ready: a timestamp of the time provider.</summary>
    public long LastUsed { get; private set; } = time.GetTimestamp();

    public void Leave()
    {
        LastUsed = time.GetTimestamp();
        Gate.Leave();
    }

    /// <summary>Asks the process to end, and kills it with its whole tree if it does not within the grace time.</summary>
    public async Task EndAsync(TimeSpan grace)
    {
        Process.RequestStop();
        try
        {
            await Process.Exited.WaitAsync(grace).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Process.Kill();
            await Process.Exited.ConfigureAwait(false);
        }

        Dispose();
    }

    public void Dispose()
    {
        // Also after the process ended by itself: what it started must not stay.
        Process.Kill();
        Transport.Dispose();
        Process.Dispose();
    }
}
