using PerfRunner.Peers;
using PerfRunner.Peers.Measuring;
using PerfRunner.Peers.Results;
using PerfRunner.Peers.Starting;
using PerfRunner.Peers.Targets;

namespace PerfRunner.Tests.Peers.Targets;

public sealed class TargetTests
{
    [Theory]
    [InlineData(true, 1.2, TargetVerdict.Reached)]
    [InlineData(true, 1.19, TargetVerdict.Missed)]
    [InlineData(false, 1.2, TargetVerdict.Reached)]
    [InlineData(false, 1.21, TargetVerdict.Missed)]
    [InlineData(true, null, TargetVerdict.NotMeasured)]
    internal void The_limit_itself_is_good_enough(bool isAtLeast, double? value, TargetVerdict expected) =>
        Assert.Equal(expected, new TargetResult("name", "means", TargetUnit.Ratio, isAtLeast, 1.2, value).Verdict);

    [Theory]
    [InlineData(1.2, 1.5, true)]
    [InlineData(1.1, 1.5, false)]
    [InlineData(null, null, true)]
    public void A_verdict_is_clear_when_every_round_gives_it(double? lowest, double? highest, bool expected) =>
        Assert.Equal(expected, new TargetResult("name", "means", TargetUnit.Ratio, IsAtLeast: true, 1.2, 1.3, lowest, highest).IsClear);

    [Fact]
    public void A_warm_pipe_is_compared_with_the_sum_of_its_parts_round_by_round()
    {
        TargetResult target = Find(
            PeerCase.Pipe,
            "pipe-p50-to-parts-1",
            SampleContender.Rounds(LocalLambdasPeer.PipeName, 1, 60, 600), SampleContender.Rounds("bare-kestrel", 1, 30, 300), SampleContender.Rounds("socket-round-trip", 1, 10, 100));

        Assert.Equal(1.5, target.Value!.Value, 2);
        Assert.Equal(1.5, target.Highest!.Value, 2);
    }

    [Fact]
    public void A_rate_is_compared_at_the_same_number_of_connections()
    {
        PeerSample[][] samples =
        [
            SampleContender.Rounds(LocalLambdasPeer.CachedName, 16, 10), SampleContender.Rounds("nginx-cache", 16, 12.5),
            SampleContender.Rounds(LocalLambdasPeer.CachedName, 64, 10), SampleContender.Rounds("nginx-cache", 64, 20),
        ];

        Assert.Equal(1.25, Find(PeerCase.Cached, "local-lambdas-cache-to-nginx-cache-16-1.2", samples).Value!.Value, 2);
        Assert.Equal(2, Find(PeerCase.Cached, "local-lambdas-cache-to-nginx-cache-64-1.2", samples).Value!.Value, 2);
        Assert.Equal(TargetVerdict.NotMeasured, Find(PeerCase.Cached, "local-lambdas-cache-to-c-floor-16-0.8", samples).Verdict);
    }

    [Fact]
    public void Errors_are_a_miss_and_leave_no_ratio()
    {
        PeerSample[] bad = [SampleContender.Sample(SampleContender.Of(LocalLambdasPeer.PipeName, PeerCase.Pipe), 0, 10, connections: 256, errors: 2)];

        TargetResult target = Find(PeerCase.Pipe, "pipe-errors-256", bad);

        Assert.Equal((2, TargetVerdict.Missed), (target.Value, target.Verdict));
        Assert.Equal(TargetVerdict.NotMeasured, Find(PeerCase.Pipe, "pipe-errors-64", bad).Verdict);
    }

    [Fact]
    public void A_proxy_that_is_not_compiled_ahead_has_no_target_of_memory()
    {
        IReadOnlyList<TargetResult> targets = [.. MemoryTargets.Of(new Participant(LocalLambdasPeer.PeerName, "Jit build", "", 1, 1), [])];

        Assert.All(targets, target => Assert.Equal(TargetVerdict.NotMeasured, target.Verdict));
    }

    [Fact]
    public void Every_target_of_a_comparison_has_a_name_of_its_own()
    {
        IReadOnlyList<TargetResult> targets = TargetTable.Of(new PeersOptions(), new PeerFigures([]), [], [], []);

        Assert.Equal(targets.Count, targets.Select(target => target.Name).Distinct().Count());
        Assert.Equal(targets.Count, targets.Select(target => target.Means + target.Limit).Distinct().Count());
    }

    private static TargetResult Find(PeerCase one, string name, params PeerSample[][] samples) =>
        WarmTargets.Of(one, new PeerFigures([.. samples.SelectMany(rounds => rounds)]), [1, 16, 64, 256]).Single(target => target.Name == name);
}
