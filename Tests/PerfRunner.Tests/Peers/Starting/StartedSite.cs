using PerfRunner.Building;
using PerfRunner.Peers;
using PerfRunner.Peers.Checking;

namespace PerfRunner.Tests.Peers.Starting;

/// <summary>The services that all peers stand before: the normal builds, nothing is compiled.</summary>
public sealed class StartedSite : IAsyncLifetime
{
    private readonly SiteStart _start = new(new PeersOptions { NoBuild = true, NoAot = true }, RepositoryRoot.Find()!, _ => { });

    internal PeerSite Site { get; private set; } = null!;

    internal AnswerCheck Check => new(AnswerText.WithoutTime(Site.Body.Span));

    public async ValueTask InitializeAsync() => Site = await _start.StartAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _start.DisposeAsync();
}
