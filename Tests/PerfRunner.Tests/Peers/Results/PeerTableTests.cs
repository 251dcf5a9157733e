using PerfRunner.Peers;
using PerfRunner.Peers.Measuring;
using PerfRunner.Peers.Results;
using PerfRunner.Peers.Starting;
using PerfRunner.Results;

namespace PerfRunner.Tests.Peers.Results;

public sealed class PeerTableTests
{
    private static readonly Contender Ours = SampleContender.Of(LocalLambdasPeer.PipeName, PeerCase.Pipe);
    private static readonly Contender Other = SampleContender.Of("other", PeerCase.Pipe);
    private static readonly Contender Elsewhere = SampleContender.Of("elsewhere", PeerCase.Cached);

    [Fact]
    public void Figures_are_medians_of_the_rounds()
    {
        PeerRow row = Rows(Rounds(Other, 100, 1000, 200))["other"];

        Assert.Equal(5000, row.RequestsPerSecond, 0);
        Assert.Equal([10_000, 1000, 5000], row.RoundRequestsPerSecond.Select(rate => Math.Round(rate)));
        Assert.InRange(row.P50Microseconds!.Value, 199.5, 200.5);
        Assert.Equal(30, row.Requests);
        Assert.Equal(20, row.ProcessorMicroseconds!.Value, 3);
    }

    [Fact]
    public void Processor_time_that_is_not_known_is_not_told()
    {
        PeerSample[] samples = Rounds(Other, 100, 200);
        samples[0].Load.ProcessorSeconds = null;
        Assert.Equal(20, Rows(samples)["other"].ProcessorMicroseconds!.Value, 3);

        samples[1].Load.ProcessorSeconds = null;
        Assert.Null(Rows(samples)["other"].ProcessorMicroseconds);
    }

    [Fact]
    public void Ratios_are_of_the_same_round_and_above_one_where_ours_is_faster()
    {
        // The machine was ten times slower in the second round: no ratio shows it.
        Dictionary<string, PeerRow> rows = Rows([.. Rounds(Ours, 100, 1000, 100), .. Rounds(Other, 200, 2000, 150)]);

        Assert.Equal(2, rows["other"].RateRatio!.Value, 2);
        Assert.Equal(2, rows["other"].P50Ratio!.Value, 2);
        Assert.Equal(1, rows[Ours.Name].RateRatio!.Value, 6);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Errors_are_told_and_allow_no_ratio(bool ofOurs)
    {
        PeerSample[] samples =
        [
            SampleContender.Sample(Ours, 0, 100, errors: ofOurs ? 3 : 0),
            SampleContender.Sample(Other, 0, 200, errors: ofOurs ? 0 : 3),
        ];
        PeerRow row = Rows(samples)["other"];
        PeerRow failed = Rows(samples)[ofOurs ? Ours.Name : "other"];

        Assert.Null(row.RateRatio);
        Assert.Null(row.P50Ratio);
        Assert.NotNull(row.P50Microseconds);
        Assert.Equal(3, failed.Errors);
        Assert.Equal(new Dictionary<RequestError, long> { [RequestError.Status] = 3 }, failed.ErrorsByKind);
    }

    [Fact]
    public void Without_ours_there_is_nothing_to_compare_with() => Assert.Null(Rows(Rounds(Other, 100))["other"].RateRatio);

    [Fact]
    public void A_case_has_its_own_contenders_by_connections_the_fastest_first()
    {
        PeerCaseResult result = PeerTable.Case(
            PeerCase.Pipe,
            [
                SampleContender.Sample(Other, 0, 200),
                SampleContender.Sample(Ours, 0, 100),
                SampleContender.Sample(Elsewhere, 0, 10),
                SampleContender.Sample(Ours, 0, 50, connections: 16),
            ]);

        Assert.Equal("pipe", result.Name);
        Assert.Equal(LocalLambdasPeer.PipeName, result.Reference);
        Assert.Equal([1, 16], result.Points.Select(point => point.Connections));
        Assert.Equal([Ours.Name, "other"], result.Points[0].Rows.Select(row => row.Name));
    }

    [Fact]
    public void What_wrk_saw_stands_beside()
    {
        PeerSample[] samples =
        [
            SampleContender.Sample(Other, 0, 100, observed: new WrkFigures(10, 1, 1)),
            SampleContender.Sample(Other, 1, 100, observed: new WrkFigures(30, 3, 2)),
            SampleContender.Sample(Other, 2, 100, observed: new WrkFigures(20, 2, 0)),
        ];

        Assert.Equal(new ObservedRow(20, 2, 3), Rows(samples)["other"].Observed);
        Assert.Null(Rows(Rounds(Other, 100))["other"].Observed);
    }

    private static PeerSample[] Rounds(Contender contender, params double[] microseconds) =>
        [.. microseconds.Select((latency, round) => SampleContender.Sample(contender, round, latency))];

    private static Dictionary<string, PeerRow> Rows(params PeerSample[] samples) =>
        PeerTable.Case(PeerCase.Pipe, samples).Points.Single().Rows.ToDictionary(row => row.Name);
}
