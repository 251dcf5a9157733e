namespace PerfRunner.Peers.Starting;

internal static class AllPeers
{
    /// <summary>In the order of the report.</summary>
    public static IReadOnlyList<IPeer> Instances { get; } =
        [new CFloorPeer(), new DotnetFloorPeer(), new DirectPeer(), new NginxPeer(), new HaproxyPeer(), new YarpPeer(), new LighttpdPeer()];
}
