using PerfRunner.Load;
using PerfRunner.Peers;
using PerfRunner.Peers.Measuring;
using PerfRunner.Sampling;
using PerfRunner.Tests.Fakes;

namespace PerfRunner.Tests.Peers.Measuring;

public sealed class PeerRoundsTests
{
    private readonly List<string> _measured = [];

    [Fact]
    public async Task Each_is_warmed_up_and_then_measured_by_turns()
    {
        IReadOnlyList<PeerSample> samples = await RunAsync(SampleContender.Of("a"), SampleContender.Of("b"));

        Assert.Equal(["a8", "b8", "a1", "b1", "a8", "b8", "b1", "a1", "b8", "a8"], _measured);
        Assert.Equal(8, samples.Count);
        Assert.Equal([0, 1], samples.Where(sample => sample is { Contender.Name: "a", Connections: 8 }).Select(sample => sample.Round));
        Assert.All(samples, sample => Assert.Null(sample.Observed));
    }

    [Fact]
    public async Task What_serves_one_connection_gets_no_more()
    {
        await RunAsync(SampleContender.Of("a") with { IsSingle = true });

        Assert.Equal(["a1", "a1", "a1"], _measured);
    }

    [Fact]
    public async Task Many_connections_are_for_those_that_take_them()
    {
        await RunAsync(SampleContender.Of("a"), SampleContender.Of("b") with { TakesMany = true });

        Assert.Equal(["a8", "b9", "a1", "b1", "a8", "b8", "b9", "b1", "a1", "b8", "a8", "b9"], _measured);
    }

    [Fact]
    public void Without_the_pipe_nobody_has_many_connections()
    {
        PeersOptions options = new() { Cases = [PeerCase.Http] };

        Assert.Equal([1, 16, 64], options.ConnectionsOf(SampleContender.Of("a") with { TakesMany = true }));
        Assert.Equal([1, 16, 64, 256], new PeersOptions().ConnectionsOf(SampleContender.Of("a") with { TakesMany = true }));
    }

    [Fact]
    public void How_long_it_takes_is_known_before()
    {
        Contender[] contenders = [SampleContender.Of("a"), SampleContender.Of("b") with { IsSingle = true }];
        PeersOptions options = new() { Connections = [1, 8], Rounds = 3, Duration = TimeSpan.FromSeconds(0.4), FirstWarmupTime = TimeSpan.FromSeconds(2) };

        // Three points, of 0.4 and 0.1 seconds in each of three rounds; wrk adds a second to the first and to the last.
        Assert.Equal(4 + 4.5, new PeerRounds(options, 5, wrk: null, _ => { }).Estimate(contenders).TotalSeconds, 6);
        Assert.Equal(4 + 4.5 + 6, new PeerRounds(options, 5, new Wrk("wrk"), _ => { }).Estimate(contenders).TotalSeconds, 6);
    }

    [Fact]
    public async Task A_wrong_length_is_an_error()
    {
        using RawHttpServer server = new(_ => RawHttpServer.Answer("12345"));
        PeersOptions options = new() { Rounds = 1, Connections = [1], Duration = TimeSpan.FromMilliseconds(20), FirstWarmupTime = TimeSpan.Zero };
        Contender contender = SampleContender.Of("a") with { EndPoint = server.EndPoint };

        IReadOnlyList<PeerSample> right = await new PeerRounds(options, 5, null, _ => { }).RunAsync([contender], TestContext.Current.CancellationToken);
        IReadOnlyList<PeerSample> wrong = await new PeerRounds(options, 4, null, _ => { }).RunAsync([contender], TestContext.Current.CancellationToken);

        Assert.Equal(0, right[0].Load.Errors);
        Assert.True(right[0].RequestsPerSecond > 0);
        Assert.True(wrong[0].Load.Errors > 0);
        Assert.Equal(0, wrong[0].RequestsPerSecond);
        Assert.Null(right[0].Load.ProcessorSeconds);
    }

    [Fact]
    public async Task The_processor_time_of_whoever_answers_is_that_of_the_measurement_alone()
    {
        using RawHttpServer server = new(_ => RawHttpServer.Answer("12345"));
        PeersOptions options = new() { Rounds = 1, Connections = [1], Duration = TimeSpan.FromMilliseconds(20), FirstWarmupTime = TimeSpan.Zero };
        Contender contender = SampleContender.Of("a") with { EndPoint = server.EndPoint, ProcessIds = [Environment.ProcessId] };

        double before = ProcessSampler.CpuSecondsOf(contender.ProcessIds)!.Value;
        IReadOnlyList<PeerSample> samples = await new PeerRounds(options, 5, null, _ => { }).RunAsync([contender], TestContext.Current.CancellationToken);
        double all = ProcessSampler.CpuSecondsOf(contender.ProcessIds)!.Value - before;

        Assert.True(samples.Single().Load.ProcessorSeconds > 0);
        Assert.True(samples.Single().Load.ProcessorSeconds < all);
    }

    [Fact]
    public async Task A_process_that_has_ended_before_takes_no_processor_time()
    {
        const int gone = 2_000_000_000;
        using RawHttpServer server = new(_ => RawHttpServer.Answer("12345"));
        PeersOptions options = new() { Rounds = 1, Connections = [1], Duration = TimeSpan.FromMilliseconds(20), FirstWarmupTime = TimeSpan.Zero };
        Contender contender = SampleContender.Of("a") with { EndPoint = server.EndPoint, ProcessIds = [gone, Environment.ProcessId] };

        IReadOnlyList<PeerSample> samples = await new PeerRounds(options, 5, null, _ => { }).RunAsync([contender], TestContext.Current.CancellationToken);

        Assert.NotNull(samples.Single().Load.ProcessorSeconds);
    }

    private Task<IReadOnlyList<PeerSample>> RunAsync(params Contender[] contenders)
    {
        PeersOptions options = new() { Rounds = 2, Connections = [1, 8], PipeConnections = [9] };
        PeerRounds rounds = new(options, 5, wrk: null, _ => { })
        {
            Measure = (contender, connections, _, _) =>
            {
                _measured.Add($"{contender.Name}{connections}");
                return new LoadResult();
            },
        };
        return rounds.RunAsync(contenders, TestContext.Current.CancellationToken);
    }
}
