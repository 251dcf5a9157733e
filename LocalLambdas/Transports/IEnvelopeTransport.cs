using LocalLambdas.Telemetry;

namespace LocalLambdas.Transports;

/// <summary>The way to one running process: carries a request envelope there and the answer back.</summary>
internal interface IEnvelopeTransport : IDisposable
{
    /// <summary>The address as the process was told it.</summary>
    string Address { get; }

    /// <summary>
    /// Asks whether the process accepts a connection. The connection made is kept and carries the first request:
    /// a service that serves one connection at a time never sees one without a request.
    /// </summary>
    ValueTask<bool> TryConnectAsync(CancellationToken cancellationToken);

    /// <param name="times">Told when the connection is made; null when nobody wants to know.</param>
    /// <exception cref="TransportException">The exchange failed; the request may or may not have been seen.</exception>
    ValueTask<AnswerBuffer> ExchangeAsync(ReadOnlyMemory<byte> envelope, InvokeTimeline? times, CancellationToken cancellationToken);
}
