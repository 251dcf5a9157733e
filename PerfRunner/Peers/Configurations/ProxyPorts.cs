namespace PerfRunner.Peers.Configurations;

/// <summary>Where a proxy listens for each of its ways to the web service.</summary>
internal sealed record ProxyPorts(int Cached, int Tcp, int Unix);
