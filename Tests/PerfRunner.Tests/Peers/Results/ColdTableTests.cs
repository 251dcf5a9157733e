using LocalLambdas.Admin;
using PerfRunner.Building;
using PerfRunner.Peers.Cold;
using PerfRunner.Peers.Results;
using PerfRunner.Tests.Peers.Cold;

namespace PerfRunner.Tests.Peers.Results;

public sealed class ColdTableTests
{
    private static readonly FakeColdStart Direct = new("direct-pipe-jit", _ => 40);
    private static readonly FakeColdStart DirectAot = new("direct-pipe-aot", _ => 4, BuildFlavor.Aot);
    private static readonly FakeColdStart Ours = new("local-lambdas-pipe-jit", _ => 44);
    private static readonly FakeColdStart OursAot = new("local-lambdas-pipe-aot", _ => 6, BuildFlavor.Aot);
    private static readonly FakeColdStart Failing = new("failing", _ => null);

    [Fact]
    public async Task Each_is_compared_with_the_same_program_started_directly()
    {
        Dictionary<string, ColdRow> rows = await RowsAsync(Direct, DirectAot, Ours, OursAot);

        Assert.Equal(1.1, rows[Ours.Name].RatioToDirect!.Value, 2);
        Assert.Equal(4000, rows[Ours.Name].OverDirectMicroseconds!.Value, 0);
        Assert.Equal(1.5, rows[OursAot.Name].RatioToDirect!.Value, 2);
        Assert.Equal("aot", rows[OursAot.Name].Flavor);
        Assert.Null(rows[Direct.Name].RatioToDirect);
        Assert.Equal(3, rows[Ours.Name].Starts);
    }

    [Fact]
    public async Task Phases_are_medians_of_those_that_are_known()
    {
        StartPhasesStatus?[] starts = [new(9, 9, 9), new(1, 100, 7, 60, 30), null, new(3, 90, 5, 50, 20)];
        FakeColdStart start = new("local-lambdas-pipe-jit", _ => 44) { Phases = index => starts[index] };

        ColdPhases phases = (await RowsAsync(start))[start.Name].Phases!;

        Assert.Equal((1, 50, 20, 10, 5), (phases.SpawnMicroseconds, phases.RuntimeMicroseconds, phases.ApplicationMicroseconds, phases.NoticedMicroseconds, phases.FirstAnswerMicroseconds));
        Assert.Null((await RowsAsync(Direct))[Direct.Name].Phases);
    }

    [Fact]
    public async Task Failures_are_told_and_allow_no_ratio()
    {
        Dictionary<string, ColdRow> rows = await RowsAsync(Direct, Failing);

        Assert.Equal(4, rows[Failing.Name].Errors);
        Assert.Null(rows[Failing.Name].LatencyMicroseconds);
        Assert.Null(rows[Failing.Name].RatioToDirect);
    }

    [Fact]
    public async Task Without_a_direct_start_there_is_nothing_to_compare_with() =>
        Assert.Null((await RowsAsync(Ours))[Ours.Name].RatioToDirect);

    private static async Task<Dictionary<string, ColdRow>> RowsAsync(params IColdStart[] starts)
    {
        PeerColdRounds rounds = new(new() { ColdStarts = 3 }, _ => { }) { Quiet = FakeColdStart.NothingWorks };
        return ColdTable.Rows(await rounds.RunAsync(starts, TestContext.Current.CancellationToken)).ToDictionary(row => row.Name);
    }
}
