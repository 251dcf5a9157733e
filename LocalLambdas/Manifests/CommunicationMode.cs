namespace LocalLambdas.Manifests;

/// <summary>How the proxy speaks with a lambda.</summary>
internal enum CommunicationMode
{
    /// <summary>Over a Unix domain socket, or a named pipe on Windows.</summary>
    Pipe,

    /// <summary>Over HTTP on the loopback address.</summary>
    Http,
}
