using System.Runtime.InteropServices;
using LocalLambdas.Lambdas;
using LocalLambdas.Messages;
using LocalLambdas.Telemetry;

namespace LocalLambdas.Transports;

/// <summary>
/// The way to one process, from before its start until its end: tells it where it is reached, learns when it is ready, carries requests there
/// and answers back. The protocol is its own matter: nobody else knows of envelopes or frames. It has the process's
/// <see cref="StartRecord"/>, tells it <c>Answered</c> with each answer, and <c>Reported</c> when the process says of its start.
/// </summary>
internal interface ILambdaTransport : IDisposable
{
    /// <summary>The address as the process was told it, for telemetry.</summary>
    string Address { get; }

    /// <summary>Bodies pass without being held. False: the request's body is in memory before <see cref="ExchangeAsync"/>.</summary>
    bool Streams { get; }

    /// <summary>
    /// Completes, with what is wrong, when what the process says can be understood no more, although it lives; null if each exchange stands for
    /// itself.
    /// </summary>
    Task<string>? Broken => null;

    /// <summary>
    /// Completes when the process has said that it takes no more requests and ends when those in flight are over, with whether it has taken any;
    /// null if it cannot say so.
    /// </summary>
    Task<bool>? GoesAway => null;

    /// <summary>Adds what the process is told in its environment: before the process is created, maybe for long.</summary>
    /// <returns>What it inherits as <see cref="Processes.ChildProcessStart.ChannelDescriptor"/>; to be disposed of when it is created.</returns>
    SafeHandle? AddTo(IDictionary<string, string> environment);

    /// <summary>The process is created next: what was held for it until now is let go.</summary>
    /// <param name="start">The record of its start.</param>
    void Begin(StartRecord start);

    /// <summary>
    /// Completes when the process takes requests. A protocol without an announcement is asked by connecting (<see cref="Readiness"/>); the
    /// connection made is kept and carries the first request: a service that serves one connection at a time never sees one without a request.
    /// </summary>
    /// <exception cref="OperationCanceledException">It was given up: the process ended or took too long.</exception>
    Task WaitUntilReadyAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Carries one request. Several at a time; the request timeout is the transport's to keep. The answer may have a rest that is still to come.
    /// </summary>
    /// <param name="times">Told begin and end of the exchange, of a connection, and the spans that came; null when nobody wants to know.</param>
    /// <exception cref="TransportException">The exchange failed; but for <see cref="TransportError.Connect"/> the request may have been seen.</exception>
    /// <exception cref="Forwarding.ForwardException">The client's body is not legal, or too large.</exception>
    /// <exception cref="OperationCanceledException">By the token: the client is gone.</exception>
    ValueTask<LambdaResponse> ExchangeAsync(LambdaRequest request, InvokeTimeline? times, CancellationToken cancellationToken);
}
