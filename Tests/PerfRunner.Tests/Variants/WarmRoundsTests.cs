using PerfRunner.Cli;
using PerfRunner.Results;
using PerfRunner.Running;
using PerfRunner.Tests.Fakes;
using PerfRunner.Tracing;
using PerfRunner.Variants;

namespace PerfRunner.Tests.Variants;

public sealed class WarmRoundsTests
{
    private static readonly Variant[] Variants = [new("a"), new("b"), new("c")];

    [Fact]
    public async Task Each_gets_its_requests_in_every_round_and_one_to_start_with()
    {
        await using FakeProxy fake = new() { More = ["a", "b", "c"] };

        IReadOnlyList<WarmVariant> measured = await RunAsync(fake);

        Assert.All(measured, variant => Assert.Equal(WarmRounds.Rounds * 2, variant.Load.Requests));
        Assert.All(measured, variant => Assert.Equal(WarmRounds.Rounds, variant.RoundMedians.Count));
        Assert.All(Variants, variant => Assert.Equal((WarmRounds.Rounds * 2) + 1, fake.RequestedPaths.Count(path => path == variant.Path)));
    }

    [Fact]
    public async Task Turns_go_to_and_fro()
    {
        await using FakeProxy fake = new() { More = ["a", "b", "c"] };

        await RunAsync(fake);

        const string Warmup = "abc";
        const string ToAndFro = "aabbccccbbaa";
        Assert.StartsWith(Warmup + ToAndFro + ToAndFro, string.Concat(fake.RequestedPaths.Select(path => path[1])), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_settles_is_not_timed()
    {
        await using FakeProxy fake = new() { More = ["a", "b", "c"] };

        IReadOnlyList<WarmVariant> measured = await RunAsync(fake, warmup: 1);

        Assert.All(measured, variant => Assert.Equal(WarmRounds.Rounds * 2, variant.Load.Requests));
        Assert.All(Variants, variant => Assert.True(fake.RequestedPaths.Count(path => path == variant.Path) >= (WarmRounds.Rounds * 3) + 1));
    }

    [Fact]
    public async Task One_that_fails_is_counted_and_takes_no_more_turns()
    {
        // The first three requests start them, the next two are a's first turn.
        await using FakeProxy fake = new() { More = ["a", "b", "c"], StatusOfRequest = number => number == 5 ? 500 : 200 };

        IReadOnlyList<WarmVariant> measured = await RunAsync(fake);

        Assert.Equal([2, WarmRounds.Rounds * 2, WarmRounds.Rounds * 2], measured.Select(variant => variant.Load.Requests));
        WarmRoundsResult failed = measured[0].ToResult();
        Assert.Equal(1, failed.Errors);
        Assert.Equal(1, failed.ErrorsByKind[RequestError.Status]);
        Assert.Equal(1, failed.LatencyMicroseconds!.Count);
    }

    [Fact]
    public async Task One_that_cannot_be_started_has_errors_and_no_figures()
    {
        await using FakeProxy fake = new() { More = ["a", "b", "c"], StatusOfRequest = number => number == 1 ? 503 : 200 };

        IReadOnlyList<WarmVariant> measured = await RunAsync(fake);

        WarmRoundsResult result = measured[0].ToResult();
        Assert.True(result.Errors > 0);
        Assert.Equal(result.Requests, result.Errors);
        Assert.Null(result.LatencyMicroseconds);
        Assert.Null(result.LowestRoundP50Microseconds);
        Assert.Equal(0, measured[2].Load.Errors);
    }

    private static async Task<IReadOnlyList<WarmVariant>> RunAsync(FakeProxy fake, int warmup = 0)
    {
        await using MeasuredProxy proxy = await fake.MeasuredAsync();
        RunnerOptions options = new() { Requests = 2, Warmup = warmup };
        return new WarmRounds(proxy, options, new RunTracing(isOn: false)) { MinWarmupTime = TimeSpan.Zero }
            .Run(Variants, connections: 1, TestContext.Current.CancellationToken);
    }
}
