using System.Diagnostics;
using System.Runtime.InteropServices;
using LocalLambdas.Processes;
using PerfRunner.Load;
using PerfRunner.Results;

namespace PerfRunner.Peers.Cold;

/// <summary>Starts a program as the proxy starts it, without the proxy, and asks it as soon as it listens.</summary>
internal static class DirectProcess
{
    /// <summary>How often it is asked whether it listens: the mean of the figures is half of it too high.</summary>
    private static readonly TimeSpan AskInterval = TimeSpan.FromMicroseconds(100);

    /// <param name="environment">Where it shall listen.</param>
    /// <param name="channel">What it inherits; null for nothing.</param>
    /// <param name="ask">Null while nobody listens; else what came of the request, measured from when it was sent.</param>
    /// <returns>Measured from just before the start.</returns>
    /// <exception cref="PeerException">It cannot be started.</exception>
    public static async Task<Exchange> StartAsync(
        string file,
        IReadOnlyDictionary<string, string> environment,
        SafeHandle? channel,
        Func<Exchange?> ask,
        TimeSpan timeout,
        CancellationToken cancellationToken)
    {
        long startedAt = Stopwatch.GetTimestamp();
        ChildProcess process;
        try
        {
            process = ChildProcess.Start(new ChildProcessStart(file, [], Path.GetDirectoryName(file)!, environment) { Channel = channel }, _ => { });
        }
        catch (ChildProcessException exception)
        {
            throw new PeerException(exception.Message, exception);
        }

        using (process)
        {
            Exchange exchange = Ask(process, ask, startedAt, timeout, cancellationToken);
            process.Kill();
            await process.Exited;
            return exchange;
        }
    }

    private static Exchange Ask(ChildProcess process, Func<Exchange?> ask, long startedAt, TimeSpan timeout, CancellationToken cancellationToken)
    {
        while (!process.Exited.IsCompleted && Stopwatch.GetElapsedTime(startedAt) < timeout)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (ask() is { } exchange)
            {
                return exchange with { SentAt = startedAt };
            }

            ShortSleep.For(AskInterval);
        }

        return Exchange.NotSent(RequestError.Connect);
    }
}
