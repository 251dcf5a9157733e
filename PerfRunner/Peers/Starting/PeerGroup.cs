using PerfRunner.Peers.Checking;
using PerfRunner.Peers.Results;

namespace PerfRunner.Peers.Starting;

/// <summary>All that take part, up at the same time.</summary>
internal sealed class PeerGroup(AnswerCheck check, Action<string> tell) : IAsyncDisposable
{
    private readonly List<LeftOut> _leftOut = [];
    private readonly List<RunningPeer> _running = [];
    private readonly List<Contender> _contenders = [];

    public IReadOnlyList<RunningPeer> Running => _running;

    /// <summary>Those that give the right answer.</summary>
    public IReadOnlyList<Contender> Contenders => _contenders;

    public IReadOnlyList<LeftOut> LeftOut => _leftOut;

    /// <summary>Who does not come up is left out.</summary>
    /// <param name="cases">A contender in none of them is none.</param>
    public async Task StartAsync(IEnumerable<IPeer> peers, PeerSite site, IReadOnlyList<PeerCase> cases, CancellationToken cancellationToken)
    {
        foreach (IPeer peer in peers)
        {
            tell($"Starting {peer.Name}");
            try
            {
                RunningPeer running = await peer.StartAsync(site, cancellationToken);
                _running.Add(running);
                _contenders.AddRange(await VerifyAsync([.. Wanted(running, cases)], cancellationToken));
            }
            catch (PeerException exception)
            {
                LeaveOut(peer.Name, exception.Message);
            }
        }
    }

    /// <summary>Who does not answer as it should any more is left out.</summary>
    public async Task VerifyAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<Contender> good = await VerifyAsync(_contenders, cancellationToken);
        _contenders.RemoveAll(contender => !good.Contains(contender));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (RunningPeer peer in _running.AsEnumerable().Reverse())
        {
            await peer.DisposeAsync();
        }
    }

    private static IEnumerable<Contender> Wanted(RunningPeer peer, IReadOnlyList<PeerCase> cases) =>
        from contender in peer.Contenders
        where contender.Cases.Any(cases.Contains)
        select contender with { ProcessIds = peer.ProcessIds };

    private async Task<IReadOnlyList<Contender>> VerifyAsync(IReadOnlyList<Contender> contenders, CancellationToken cancellationToken)
    {
        List<Contender> good = [];
        foreach (Contender contender in contenders)
        {
            try
            {
                await check.VerifyAsync(contender, cancellationToken);
                good.Add(contender);
            }
            catch (PeerException exception)
            {
                LeaveOut(contender.Name, exception.Message);
            }
        }

        return good;
    }

    private void LeaveOut(string name, string because)
    {
        _leftOut.Add(new LeftOut(name, because));
        tell($"{name} is left out: {because}");
    }
}
