using System.Net;
using PerfRunner.Load;
using PerfRunner.Peers;

namespace PerfRunner.Growth.Measuring;

/// <summary>What is asked for while something grows.</summary>
internal sealed record GrowthSeries(string Name, string Path, CacheExpectation Cache)
{
    /// <summary>Answers of the same length, from the cache and from the pipe service.</summary>
    public static readonly IReadOnlyList<GrowthSeries> Warm =
    [
        new("cached", PeerSite.PipePath, CacheExpectation.MustHit),
        new("pipe", PeerSite.PipePath, CacheExpectation.MustNotHit),
    ];

    public static string NameOf(string series, string label) => $"{series} {label}";

    public Contender To(EndPoint endPoint, string name) => new(name, name, endPoint, Path, Cache);
}
