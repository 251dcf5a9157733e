using Fuzzing.Mutation;
using Fuzzing.Running;

namespace Fuzzing.Tests;

public class FuzzLoopTests
{
    private static readonly byte[][] Inputs = ["alpha"u8.ToArray(), "beta"u8.ToArray()];

    [Fact]
    public void What_is_thrown_is_found_with_its_input()
    {
        using var target = new PlantedTarget("needle");

        var finding = new FuzzLoop(target, Inputs, seed: 1).Run(done => done >= 10_000);

        Assert.NotNull(finding);
        Assert.IsType<InvalidDataException>(finding.Failure);
        Assert.Equal(target.Seen.Count, finding.Number);
        Assert.Equal(target.Seen[^1], finding.Input);
        Assert.True(finding.Input.AsSpan().IndexOf("needle"u8) >= 0);
    }

    [Fact]
    public void It_begins_with_the_known_inputs_and_ends_when_it_is_enough()
    {
        using var target = new PlantedTarget("needle") { Fails = false };

        Assert.Null(new FuzzLoop(target, Inputs, seed: 1).Run(done => done >= 50));

        Assert.Equal(50, target.Seen.Count);
        Assert.Equal(Inputs, target.Seen.Take(2));
    }

    [Fact]
    public void The_same_seed_makes_the_same_inputs_and_another_seed_others()
    {
        Assert.Equal(Made(1), Made(1));
        Assert.NotEqual(Made(1), Made(2));
    }

    [Fact]
    public void Inputs_stay_within_their_bound() => Assert.All(Made(3, 5_000), input => Assert.InRange(input.Length, 0, Mutator.MaximumLength));

    private static List<byte[]> Made(int seed, int count = 200)
    {
        var mutator = new Mutator(seed, [.. Inputs, new byte[Mutator.MaximumLength]], ["word"u8.ToArray()]);
        return [.. Enumerable.Range(0, count).Select(_ => mutator.Next())];
    }
}
