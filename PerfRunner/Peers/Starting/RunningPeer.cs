using PerfRunner.Peers.Cold;
using PerfRunner.Sampling;

namespace PerfRunner.Peers.Starting;

/// <summary>A peer that is up; disposing stops it.</summary>
/// <param name="Version">What it says of itself.</param>
/// <param name="Setup">How it is set up, for the report.</param>
internal sealed record RunningPeer(
    string Name, string Version, string Setup, IReadOnlyList<Contender> Contenders, params IReadOnlyList<IAsyncDisposable> Owned) : IAsyncDisposable
{
    /// <summary>Its ways to a process that does not run yet.</summary>
    public IReadOnlyList<IColdStart> ColdStarts { get; init; } = [];

    /// <summary>Those whose memory is its own.</summary>
    public IReadOnlyList<int> ProcessIds { get; init; } = [.. Owned.OfType<PeerProcess>().SelectMany(process => ProcessTree.Of(process.Id))];

    public async ValueTask DisposeAsync()
    {
        foreach (IColdStart start in ColdStarts)
        {
            start.Dispose();
        }

        foreach (IAsyncDisposable owned in Owned.Reverse())
        {
            await owned.DisposeAsync();
        }
    }
}
