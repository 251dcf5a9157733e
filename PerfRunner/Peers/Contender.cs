using System.Net;
using PerfRunner.Load;

namespace PerfRunner.Peers;

/// <summary>One way to an answer, up and ready to be measured.</summary>
/// <param name="Name">Stable: a key in the JSON report.</param>
/// <param name="Means">What it is, in words.</param>
/// <param name="Path">What it is asked for.</param>
/// <param name="Cache">What its answers must say of the cache.</param>
/// <param name="Cases">In which its figures appear; not <see cref="PeerCase.Cold"/>.</param>
internal sealed record Contender(string Name, string Means, EndPoint EndPoint, string Path, CacheExpectation Cache, params IReadOnlyList<PeerCase> Cases)
{
    /// <summary>Answers to one connection at a time.</summary>
    public bool IsSingle { get; init; }

    /// <summary>Measured with more connections as well.</summary>
    public bool TakesMany { get; init; }

    /// <summary>The Host header; a Unix socket has none of its own.</summary>
    public Uri Url => EndPoint is IPEndPoint ip ? new Uri($"http://{ip}") : new Uri("http://localhost");

    /// <summary>What answers, without the service behind it; empty where that is not known.</summary>
    public IReadOnlyList<int> ProcessIds { get; init; } = [];

    /// <summary>What is sent to it; null for a request without a body.</summary>
    public byte[]? Upload { get; init; }

    public LoadRequest Request => Upload is null ? LoadRequest.Get(Url, Path, Cache) : LoadRequest.Post(Url, Path, Upload);
}
