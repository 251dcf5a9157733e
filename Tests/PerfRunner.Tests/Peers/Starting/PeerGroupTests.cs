using PerfRunner.Peers;
using PerfRunner.Peers.Checking;
using PerfRunner.Peers.Results;
using PerfRunner.Peers.Starting;

namespace PerfRunner.Tests.Peers.Starting;

public sealed class PeerGroupTests
{
    [Fact]
    public void What_is_not_installed_is_told_with_the_remedy()
    {
        PeerException exception = Assert.Throws<PeerException>(() => RequiredProgram.Find("no-such-server"));

        Assert.StartsWith("no-such-server is not installed: ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(OperatingSystem.IsWindows() ? "WSL" : " install no-such-server", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_peer_that_cannot_take_part_is_left_out_and_the_others_go_on()
    {
        List<string> told = [];
        await using PeerGroup group = new(new AnswerCheck("{}"), told.Add);

        await group.StartAsync([new FakePeer("bad", "bad is not installed"), new FakePeer("good", null)], null!, [], TestContext.Current.CancellationToken);

        Assert.Equal([new LeftOut("bad", "bad is not installed")], group.LeftOut);
        Assert.Equal("good", group.Running.Single().Name);
        Assert.Contains("bad is left out: bad is not installed", told);
    }

    private sealed class FakePeer(string name, string? missing) : IPeer
    {
        public string Name => name;

        public Task<RunningPeer> StartAsync(PeerSite site, CancellationToken cancellationToken) =>
            missing is null ? Task.FromResult(new RunningPeer(name, "1", "as it is", [])) : throw new PeerException(missing);
    }
}
