using PerfRunner.Cli;
using PerfRunner.Flavors;
using PerfRunner.Running;
using PerfRunner.Tests.Fakes;
using PerfRunner.Tracing;
using PerfRunner.Variants;

namespace PerfRunner.Tests.Flavors;

public sealed class ColdRoundsTests
{
    [Fact]
    public async Task Each_is_started_once_a_round_to_and_fro_and_the_first_round_is_not_counted()
    {
        await using FakeProxy fake = new() { More = ["a", "b"] };

        IReadOnlyList<ColdVariant> measured = await RunAsync(fake);

        Assert.Equal("abbaab", string.Concat(fake.RequestedPaths.Select(path => path[1])));
        Assert.All(measured, variant => Assert.Equal(2, variant.Microseconds.Count));
        Assert.All(measured, variant => Assert.Equal(0, variant.Errors));
    }

    [Fact]
    public async Task None_runs_while_the_next_one_is_started()
    {
        await using FakeProxy fake = new() { More = ["a", "b"] };

        await RunAsync(fake);

        await using MeasuredProxy proxy = await fake.MeasuredAsync();
        Assert.All(proxy.Status!.Lambdas, lambda => Assert.Null(lambda.Pid));
    }

    [Fact]
    public async Task One_that_is_not_cold_is_counted_and_takes_no_more_turns()
    {
        await using FakeProxy fake = new() { More = ["a", "b"], LosesPhases = true };

        IReadOnlyList<ColdVariant> measured = await RunAsync(fake);

        Assert.All(measured, variant => Assert.Equal(1, variant.Errors));
        Assert.All(measured, variant => Assert.Empty(variant.Microseconds));
        Assert.Equal(2, fake.RequestedPaths.Count);
    }

    private static async Task<IReadOnlyList<ColdVariant>> RunAsync(FakeProxy fake)
    {
        await using MeasuredProxy proxy = await fake.MeasuredAsync();
        return await new ColdRounds(proxy, new RunnerOptions { ColdStarts = 2 }, new RunTracing(isOn: false))
            .RunAsync([new Variant("a"), new Variant("b")], TestContext.Current.CancellationToken);
    }
}
