namespace PerfRunner.Peers.Configurations;

/// <summary>
/// By which way a request came: local_lambdas always tells it (docs/protocol.md), so the others are set up to do that work too. The lines are
/// in each configuration.
/// </summary>
internal static class ForwardingHeaders
{
    public const string Setup = "Forwarded, X-Forwarded-For, -Host, -Proto and Via added, Via to answers";
}
