namespace PerfRunner.Peers.Starting;

/// <summary>Something that people use instead, or a floor under it.</summary>
internal interface IPeer
{
    /// <summary>As --peers takes it.</summary>
    string Name { get; }

    /// <exception cref="PeerException">It cannot take part here.</exception>
    Task<RunningPeer> StartAsync(PeerSite site, CancellationToken cancellationToken);
}
