namespace LocalLambdas.Sockets.Linux;

/// <summary>What has become of bytes that were to be sent.</summary>
internal enum SendOutcome
{
    /// <summary>All are with the kernel.</summary>
    Done,

    /// <summary>The kernel has no room for the rest: the peer reads slowly.</summary>
    Waits,

    /// <summary>The connection is broken.</summary>
    Fails,
}
