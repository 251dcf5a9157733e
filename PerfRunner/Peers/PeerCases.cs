using System.Globalization;
using PerfRunner.Peers.Starting;

namespace PerfRunner.Peers;

/// <summary>Facts about the cases.</summary>
internal static class PeerCases
{
    /// <summary>The contender that the others are compared with.</summary>
    public static string ReferenceOf(PeerCase one) => one switch
    {
        PeerCase.Cached => LocalLambdasPeer.CachedName,
        PeerCase.Http => LocalLambdasPeer.HttpName,
        _ => LocalLambdasPeer.PipeName,
    };

    /// <summary>As --cases takes it, and the report shows it.</summary>
    public static string NameOf(PeerCase one) => one.ToString().ToLowerInvariant();

    public static string ConnectionsText(int connections) =>
        connections == 1 ? "1 connection" : string.Create(CultureInfo.InvariantCulture, $"{connections} connections");

    public static string TitleOf(PeerCase one) => one switch
    {
        PeerCase.Cached => "Cached",
        PeerCase.Http => "HTTP, service running",
        PeerCase.Pipe => "Pipe, service running",
        _ => "Cold start",
    };
}
