using System.Runtime.InteropServices;
using LocalLambdas.Lambdas;

namespace LocalLambdas.Hosting;

/// <summary>The first Ctrl+C or SIGTERM ends in order, which takes as long as the requests in flight; the second one ends at once.</summary>
internal sealed class SecondSignal : IDisposable
{
    // 128 + 9, as a shell tells of a process that was killed.
    private const int Killed = 137;

    private readonly LambdaRegistry _lambdas;
    private readonly PosixSignalRegistration[] _registrations;
    private int _signals;

    public SecondSignal(LambdaRegistry lambdas)
    {
        _lambdas = lambdas;
        _registrations = [Register(PosixSignal.SIGINT), Register(PosixSignal.SIGTERM)];
    }

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
    }

    private PosixSignalRegistration Register(PosixSignal signal) => PosixSignalRegistration.Create(signal, _ =>
    {
        if (Interlocked.Increment(ref _signals) < 2) return;

        // Not Environment.Exit: it waits for the orderly end that is just being given up.
        _lambdas.Kill();
        ImmediateExit.With(Killed);
    });
}
