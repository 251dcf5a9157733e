namespace LocalLambdas.Manifests;

/// <summary>What is said on the way to a lambda.</summary>
internal enum LambdaProtocol
{
    /// <summary>Pipe mode: frames if the process announces itself so, else envelopes of JSON.</summary>
    Auto,

    /// <summary>Envelopes of JSON: one connection a request over a pipe, POSTed in HTTP mode.</summary>
    Json,

    /// <summary>Pipe mode: binary frames on one connection that stays.</summary>
    Frames,

    /// <summary>HTTP mode: plain HTTP/1.1, forwarded as it is.</summary>
    Http,
}
