namespace LocalLambdas.Transports;

/// <summary>How an exchange with a lambda failed. The names are stable: they stand in logs and in problem details.</summary>
internal enum TransportError
{
    /// <summary>The lambda no longer accepts connections.</summary>
    Connect,

    /// <summary>The connection ended before a byte of an answer had come.</summary>
    NoAnswer,

    /// <summary>The connection broke while the request was written or the answer read.</summary>
    ConnectionLost,

    /// <summary>The answer is larger than the proxy holds in memory.</summary>
    AnswerTooLarge,

    /// <summary>HTTP mode: the lambda answered the envelope with a status other than 200.</summary>
    HttpStatus,

    /// <summary>The answer is no legal response.</summary>
    BadEnvelope,

    /// <summary>A frame is not legal, and so the connection is over.</summary>
    BadFrame,

    /// <summary>The answer is no legal HTTP response.</summary>
    BadResponse,

    /// <summary>The request timeout passed.</summary>
    TimedOut,
}

internal sealed class TransportException(TransportError error, string message, Exception? inner = null) : Exception(message, inner)
{
    public TransportError Error { get; } = error;
}
