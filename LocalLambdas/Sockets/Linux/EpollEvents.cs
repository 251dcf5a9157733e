namespace LocalLambdas.Sockets.Linux;

/// <summary>What a descriptor is watched for, and what has happened to it (epoll_ctl(2)).</summary>
[Flags]
internal enum EpollEvents : uint
{
    None = 0,
    Readable = 1,
    Writable = 4,
    Broken = 8,
    HungUp = 0x10,
    PeerHasEnded = 0x2000,

    /// <summary>Told once, when it changes, and not as long as it lasts.</summary>
    OnChange = 1U << 31,

    /// <summary>What a connection is always watched for.</summary>
    OfConnection = Readable | PeerHasEnded | OnChange,

    /// <summary>Nothing can be sent any more.</summary>
    Breaks = Broken | HungUp,

    /// <summary>Nothing follows what can be received now.</summary>
    Ends = PeerHasEnded | Breaks,
}
