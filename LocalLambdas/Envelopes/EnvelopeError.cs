namespace LocalLambdas.Envelopes;

/// <summary>What is wrong with the answer of a lambda. The names are stable: they stand in logs and in problem details.</summary>
internal enum EnvelopeError
{
    None,

    /// <summary>The connection ended without a byte.</summary>
    Empty,

    /// <summary>The JSON ends before its object does.</summary>
    Truncated,

    NotJson,
    NotAnObject,
    StatusMissing,
    StatusNotAnInteger,

    /// <summary>The status is not within 200-599.</summary>
    StatusOutOfRange,

    /// <summary>The headers are not an object of strings or arrays of strings.</summary>
    HeadersMalformed,

    /// <summary>A header's name is no token, or its value has control characters (RFC 9110, 5.1 and 5.5).</summary>
    HeaderIllegal,

    BodyNotBase64,

    /// <summary>Something other than white space follows the JSON object.</summary>
    TrailingBytes,
}
