using LocalLambdas.Admin;
using PerfRunner.Load;

namespace PerfRunner.Peers.Cold;

/// <summary>One way to an answer of a process that does not run yet.</summary>
internal interface IColdStart : IDisposable
{
    /// <summary>Stable: a key in the JSON report.</summary>
    string Name { get; }

    /// <summary>What it is, in words.</summary>
    string Means { get; }

    /// <summary>The program that is started.</summary>
    PeerService Service { get; }

    /// <summary>Of the last start, if it succeeded and somebody tells them.</summary>
    StartPhasesStatus? LastPhases => null;

    /// <summary>A process that no request has reached yet runs after each start.</summary>
    bool LeavesNew => false;

    /// <summary>Starts it by a request, and leaves nothing of it running that could answer the next.</summary>
    Task<Exchange> StartAsync(CancellationToken cancellationToken);
}
