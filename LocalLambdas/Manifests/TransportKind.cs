namespace LocalLambdas.Manifests;

/// <summary>By what the bytes travel.</summary>
internal enum TransportKind
{
    /// <summary>A Unix domain socket, or a named pipe on Windows.</summary>
    Unix,

    /// <summary>TCP on the loopback address.</summary>
    Tcp,
}
