using System.Diagnostics;
using LocalLambdas.Admin;
using PerfRunner.Load;
using PerfRunner.Programs;
using PerfRunner.Proxying;
using PerfRunner.Results;

namespace PerfRunner.Running;

/// <summary>A request that no running process could serve.</summary>
/// <param name="SentAt">When it was sent, UTC.</param>
/// <param name="Start">The start of the process that served it; null for a request that failed, and so for one that was served otherwise.</param>
internal readonly record struct ForcedStartOutcome(Exchange Exchange, DateTimeOffset SentAt, StartStatus? Start);

/// <summary>Makes sure that a request finds no process of its lambda that serves others, and that it got the kind of process that is measured.</summary>
internal sealed class ForcedStart(AdminClient admin, string lambda)
{
    private static readonly TimeSpan SpareTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan SpareInterval = TimeSpan.FromMilliseconds(2);

    /// <summary>The request is to be served by a spare; else by a process that it waited for.</summary>
    public bool TakesSpare { get; init; }

    public Func<int, bool> ProcessExists { get; init; } = ProcessSignals.Exists;

    /// <param name="send">Sends the request.</param>
    public async Task<ForcedStartOutcome> RunAsync(Func<Exchange> send, CancellationToken cancellationToken)
    {
        RequestError error = TakesSpare ? RequestError.NoSpare : RequestError.NotCold;

        // The last process that it knows of, also when it says that none runs: the operating system is asked about it.
        int? previousPid = (await admin.GetAsync(lambda, cancellationToken)).LastStart?.Pid;
        LambdaStatus ready = await PrepareAsync(cancellationToken);
        if (!ColdStartEvidence.IsGone(ready, previousPid, ProcessExists))
        {
            return new ForcedStartOutcome(Exchange.NotSent(error), DateTimeOffset.UtcNow, null);
        }

        DateTimeOffset sentAt = DateTimeOffset.UtcNow;
        Exchange exchange = send();
        if (exchange.Error is not null)
        {
            return new ForcedStartOutcome(exchange, sentAt, null);
        }

        LambdaStatus answered = await admin.GetAsync(lambda, cancellationToken);
        StartStatus? start = TakesSpare
            ? ColdStartEvidence.SpareOf(sentAt, ready, answered)
            : ColdStartEvidence.StartOf(sentAt, previousPid, ready, answered);
        return new ForcedStartOutcome(start is null ? exchange with { Error = error } : exchange, sentAt, start);
    }

    /// <summary>Stops the process, and waits for the spares if one is to be taken: the last request's is replaced only now.</summary>
    public async Task<LambdaStatus> PrepareAsync(CancellationToken cancellationToken)
    {
        LambdaStatus status = await admin.StopAsync(lambda, cancellationToken);
        long begin = Stopwatch.GetTimestamp();
        while (TakesSpare && !AreReady(status.Spares) && Stopwatch.GetElapsedTime(begin) < SpareTimeout)
        {
            await Task.Delay(SpareInterval, cancellationToken);
            status = await admin.GetAsync(lambda, cancellationToken);
        }

        return status;
    }

    private static bool AreReady(SpareStatus? spares) => spares is null || spares.Pids.Count >= spares.Wanted;
}
