using Fuzzing.Mutation;
using Fuzzing.Running;
using Fuzzing.Targets;

namespace Fuzzing.Tests;

[Collection("targets")]
public class FuzzTargetTests
{
    // The same inputs in each run: what a long run finds becomes a file of the corpus
    private const int Seed = 20;

    [Theory]
    [InlineData("envelope", 20_000), InlineData("fast-path", 5_000), InlineData("http", 20_000), InlineData("manifest", 1_000), InlineData("runtime", 50_000)]
    [InlineData("proxy-frames", 50_000), InlineData("response", 100_000), InlineData("runtime-frames", 1_500)]
    public void Every_input_of_the_corpus_and_many_changed_ones_hold(string name, int count)
    {
        using var target = FuzzTarget.Create(name)!;
        var inputs = Corpus.Read(Corpus.FolderOf(name));
        Assert.True(inputs.Count > 10, $"{inputs.Count} inputs");
        foreach (var (file, input) in inputs)
            Assert.True(new FuzzLoop(target, [input], Seed).Run(_ => true) is null, $"{file} fails: dotnet run --project Tests/Fuzzing -- {name} {file}");

        var finding = new FuzzLoop(target, [.. inputs.Select(input => input.Input)], Seed).Run(done => done >= count);

        Assert.True(finding is null, $"input {finding?.Number} of seed {Seed}, {Convert.ToHexString(finding?.Input ?? [])}: {finding?.Failure}");
    }

    [Theory]
    [InlineData("plain", 4), InlineData("varies", 4), InlineData("queries", 4), InlineData("crlf-between", 1)]
    public void The_fast_path_answers_what_it_can(string input, int atLeast)
    {
        using var target = new FastPathTarget();

        target.Run(File.ReadAllBytes(Path.Combine(Corpus.FolderOf("fast-path"), $"{input}.http")));

        Assert.InRange(target.Answered, atLeast, int.MaxValue);
    }

    [Fact]
    public void There_is_a_target_of_every_name_and_a_corpus_of_every_target()
    {
        Assert.Null(FuzzTarget.Create("none"));
        foreach (var name in FuzzTarget.Names)
        {
            using var target = FuzzTarget.Create(name);
            Assert.NotNull(target);
            Assert.NotEmpty(target.Dictionary);
            Assert.True(Directory.Exists(Corpus.FolderOf(name)));
        }
    }
}
