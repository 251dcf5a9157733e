using PerfRunner.Load;
using PerfRunner.Peers;
using PerfRunner.Peers.Cold;

namespace PerfRunner.Tests.Peers.Cold;

public sealed class PeerColdRoundsTests
{
    [Fact]
    public async Task Each_starts_once_a_round_by_turns_and_the_first_is_not_counted()
    {
        List<string> order = [];
        FakeColdStart a = new("a", start => start == 0 ? 1000 : 5) { OnStart = order.Add };
        FakeColdStart b = new("b", _ => 7) { OnStart = order.Add };

        IReadOnlyList<ColdSample> samples = await RunAsync(2, a, b);

        Assert.Equal(["a", "b", "a", "b", "b", "a"], order);
        Assert.Equal(4, samples.Count);
        Assert.Equal([5, 7, 7, 5], samples.Select(sample => Math.Round(sample.Exchange.Microseconds / 1000)));
    }

    [Fact]
    public async Task What_never_works_is_given_up_and_the_others_go_on()
    {
        FakeColdStart bad = new("bad", _ => null);
        FakeColdStart good = new("good", _ => 5);

        IReadOnlyList<ColdSample> samples = await RunAsync(50, bad, good);

        Assert.Equal(FailureStreak.Longest, bad.Started);
        Assert.Equal(FailureStreak.Longest, samples.Count(sample => sample.Start == bad));
        Assert.Equal(50, samples.Count(sample => sample.Start == good));
    }

    [Fact]
    public async Task What_a_start_leaves_is_quiet_before_the_next()
    {
        List<string> order = [];
        QuietProcesses quiet = new(() => new Dictionary<int, TimeSpan>(), (time, _) =>
        {
            order.Add($"{time.TotalMilliseconds} ms");
            return Task.CompletedTask;
        });
        FakeColdStart a = new("a", _ => 5) { OnStart = order.Add };
        FakeColdStart spare = new("spare", _ => 7) { OnStart = order.Add, LeavesNew = true };

        await new PeerColdRounds(new PeersOptions { ColdStarts = 1 }, _ => { }) { Quiet = quiet }.RunAsync([a, spare], TestContext.Current.CancellationToken);

        Assert.Equal(["a", "20 ms", "spare", "150 ms", "a", "20 ms", "spare", "150 ms"], order);
    }

    private static Task<IReadOnlyList<ColdSample>> RunAsync(int rounds, params IColdStart[] starts) =>
        new PeerColdRounds(new PeersOptions { ColdStarts = rounds }, _ => { }) { Quiet = FakeColdStart.NothingWorks }.RunAsync(starts, TestContext.Current.CancellationToken);
}
