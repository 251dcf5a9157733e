using PerfRunner.Load;
using PerfRunner.Peers;
using PerfRunner.Peers.Cold;
using PerfRunner.Peers.Starting;
using PerfRunner.Programs;
using Testing;

namespace PerfRunner.Tests.Peers.Starting;

/// <summary>Each peer as it is installed here.</summary>
public sealed class PeerTests(StartedSite started) : IClassFixture<StartedSite>
{
    public static TheoryData<string> Names => [LocalLambdasPeer.PeerName, .. AllPeers.Instances.Select(peer => peer.Name)];

    [Theory, MemberData(nameof(Names))]
    public async Task Each_of_its_ways_answers_as_the_service_does_and_nothing_of_it_stays(string name)
    {
        Assert.SkipWhen(PeerNeeds.Missing(name) is not null, PeerNeeds.Missing(name) ?? "");
        IPeer peer = AllPeers.Instances.Prepend(new LocalLambdasPeer()).Single(peer => peer.Name == name);
        IReadOnlyList<int> processes;

        await using (RunningPeer running = await peer.StartAsync(started.Site, TestContext.Current.CancellationToken))
        {
            processes = running.ProcessIds;
            Assert.NotEqual(0, running.Contenders.Count + running.ColdStarts.Count);
            Assert.NotEmpty(running.Version);
            foreach (Contender contender in running.Contenders)
            {
                await started.Check.VerifyAsync(contender, TestContext.Current.CancellationToken);
            }

            foreach (IColdStart start in running.ColdStarts)
            {
                Exchange exchange = await start.StartAsync(TestContext.Current.CancellationToken);
                Assert.True(exchange.Error is null, $"{start.Name}: {exchange.Error}");
            }
        }

        await Eventually.True(() => !processes.Any(ProcessSignals.Exists), "its processes have ended");
    }
}
