namespace PerfRunner.Peers;

/// <summary>What is compared.</summary>
internal enum PeerCase
{
    /// <summary>Answered from a cache.</summary>
    Cached,

    /// <summary>Passed on to the running web service.</summary>
    Http,

    /// <summary>Passed on to the running pipe service; by the peers, which know no pipe, to the web service.</summary>
    Pipe,

    /// <summary>The process is started by the request.</summary>
    Cold,
}
