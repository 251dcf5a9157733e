namespace LocalLambdas.Forwarding;

/// <summary>Why the proxy itself answers with an error. Each has its own status and its own stable problem type: see <see cref="Problem"/>.</summary>
internal enum ForwardError
{
    NoRoute,
    NotCached,
    RequestTooLarge,
    BadRequest,
    UnknownCoding,
    BodyTimedOut,
    HeadTimedOut,
    TargetTooLong,
    HeaderTooLarge,
    VersionNotSupported,
    MethodNotAllowed,
    StartFailed,
    StartTimedOut,
    BackingOff,
    Overloaded,
    Stopped,
    LambdaUnreachable,
    LambdaConnectionLost,
    LambdaRefusedEnvelope,
    BadEnvelope,
    BadFrame,
    BadResponse,
    AnswerTooLarge,
    RequestTimedOut,
    Internal,
}

/// <param name="detail">For the client: says what happened, without paths or internals.</param>
internal sealed class ForwardException(ForwardError error, string detail, Exception? inner = null) : Exception(detail, inner)
{
    public ForwardError Error { get; } = error;

    /// <summary>When it makes sense to try again; null if that is not known.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether another server might see the end of the request elsewhere, so that nothing may follow it.</summary>
    public bool ClosesConnection { get; init; }
}
