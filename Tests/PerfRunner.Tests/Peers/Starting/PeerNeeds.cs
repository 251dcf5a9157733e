using PerfRunner.Peers.Starting;
using PerfRunner.Programs;

namespace PerfRunner.Tests.Peers.Starting;

/// <summary>What this machine lacks for some of the peers; the others need .NET alone.</summary>
internal static class PeerNeeds
{
    private static readonly Dictionary<string, string[]> Programs = new()
    {
        ["c-floor"] = ["cc", "gcc", "clang"],
        ["nginx"] = ["nginx"],
        ["haproxy"] = ["haproxy"],
        ["lighttpd"] = ["lighttpd"],
    };

    public static IEnumerable<string> PeersLeftOut => AllPeers.Instances.Select(peer => peer.Name).Where(name => Missing(name) is not null);

    /// <returns>Null when nothing is missing.</returns>
    public static string? Missing(string peer)
    {
        if (peer == "c-floor" && !OperatingSystem.IsLinux())
        {
            return "the programs in C use epoll, which is Linux's";
        }

        return Programs.TryGetValue(peer, out string[]? programs) && InstalledProgram.Find(programs) is null ? RequiredProgram.Missing(programs[0]) : null;
    }
}
