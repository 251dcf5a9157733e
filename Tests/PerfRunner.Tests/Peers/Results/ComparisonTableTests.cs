using PerfRunner.Peers;
using PerfRunner.Peers.Measuring;
using PerfRunner.Peers.Results;
using PerfRunner.Peers.Starting;

namespace PerfRunner.Tests.Peers.Results;

public sealed class ComparisonTableTests
{
    private static readonly PeersOptions Options = new() { Cases = [PeerCase.Http], Connections = [1, 16] };

    [Fact]
    public void Each_is_compared_with_the_floor_at_the_same_number_of_connections_round_by_round()
    {
        PeerComparison[] comparisons = Comparisons(
            Options,
            SampleContender.Rounds(LocalLambdasPeer.HttpName, 16, 20, 200), SampleContender.Rounds("nginx-tcp", 16, 12.5, 100), SampleContender.Rounds(CFloorPeer.TcpName, 16, 10, 100),
            SampleContender.Rounds(CFloorPeer.TcpName, 1, 10, 10));

        Assert.Equal(["local-lambdas-http-to-c-pass-through-16", "nginx-tcp-to-c-pass-through-16"], comparisons.Select(one => one.Name));
        Assert.Equal("local-lambdas-http, 16 connections: rate to c-pass-through", comparisons[0].Means);
        Assert.Equal(0.5, comparisons[0].Value, 2);
        Assert.Equal((0.8, 1.0), (Math.Round(comparisons[1].Lowest, 2), Math.Round(comparisons[1].Highest, 2)));
    }

    [Fact]
    public void Without_the_floor_there_is_nothing_to_compare_with() =>
        Assert.Empty(Comparisons(Options, SampleContender.Rounds(LocalLambdasPeer.HttpName, 16, 20), SampleContender.Rounds("nginx-tcp", 16, 12.5)));

    [Fact]
    public void Only_the_cases_of_the_run_are_compared()
    {
        PeerSample[][] samples = [SampleContender.Rounds(LocalLambdasPeer.PipeName, 1, 5), SampleContender.Rounds(LocalLambdasPeer.HttpName, 1, 20), SampleContender.Rounds(CFloorPeer.TcpName, 1, 10)];

        Assert.Equal("local-lambdas-http-to-c-pass-through-1", Comparisons(Options, samples).Single().Name);
        Assert.Equal("local-lambdas-pipe-to-c-pass-through-1", Comparisons(Options with { Cases = [PeerCase.Pipe] }, samples).Single().Name);
    }

    private static PeerComparison[] Comparisons(PeersOptions options, params PeerSample[][] samples) =>
        [.. ComparisonTable.Of(options, new PeerFigures([.. samples.SelectMany(rounds => rounds)]))];
}
